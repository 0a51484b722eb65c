import type { AddNodeInput, ProbeNodeInput, UpdateNodeInput } from '../../../../schema/generated/server.js';
import type { ProxmoxLogin } from '../../proxmox/authentication.js';
import type { NodeRegistration } from '../node-registration.js';
import { nodeAddressProblem, titleProblem, tokenIdProblem } from '../../../../schema/rules/names.js';
import { portProblem } from '../../../../schema/rules/network.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { problem } from '../../../../schema/rules/problem.js';

const MAX_SECRET = 16_384;

/** What is wrong with an address to be looked at. */
export function probeNodeProblems(input: ProbeNodeInput): FieldProblem[] {
  return fields([
    ['host', nodeAddressProblem(input.host)],
    ['port', portProblem(input.port)],
    ['sshHost', input.sshHost ? nodeAddressProblem(input.sshHost) : null],
    ['sshPort', portProblem(input.sshPort)],
  ]);
}

/** What is wrong with a node to be registered, as far as it can be told without asking the node. */
export function addNodeProblems(input: AddNodeInput): FieldProblem[] {
  const none = !input.tokenId && !input.tokenSecret && !input.apiUser && !input.apiPassword;
  return [
    ...probeNodeProblems(input),
    ...(none ? fields([['tokenId', ONE_LOGIN]]) : loginProblems(input)),
    ...fields([
      ['sshUser', userProblem(input.sshUser)],
      ['sshPassword', credentialProblem(input)],
      ['tlsFingerprint', tlsFingerprintProblem(input.tlsFingerprint)],
      ['sshFingerprint', sshFingerprintProblem(input.sshFingerprint)],
    ]),
  ];
}

/** What is wrong with a change of a node. */
export function updateNodeProblems(input: UpdateNodeInput): FieldProblem[] {
  const { sshPassword, sshPrivateKey } = input;
  return [
    ...fields([
      ['host', given(input.host, nodeAddressProblem)],
      ['port', given(input.port, portProblem)],
      ['sshHost', given(input.sshHost, nodeAddressProblem)],
      ['sshPort', given(input.sshPort, portProblem)],
    ]),
    ...loginProblems(input),
    ...fields([
      ['sshUser', given(input.sshUser, userProblem)],
      ['sshPassword', sshPassword || sshPrivateKey ? credentialProblem(input) : null],
      ['tlsFingerprint', given(input.tlsFingerprint, tlsFingerprintProblem)],
      ['sshFingerprint', given(input.sshFingerprint, sshFingerprintProblem)],
    ]),
  ];
}

type LoginInput = Pick<AddNodeInput, 'tokenId' | 'tokenSecret' | 'apiUser' | 'apiPassword'>;
const ONE_LOGIN = problem('LOGIN.ONE', 'Give either an API token or a user with a password.');

/** A token with its secret, or a user with a password, or nothing of both. */
function loginProblems({ tokenId, tokenSecret, apiUser, apiPassword }: LoginInput): FieldProblem[] {
  const [token, user] = [tokenId || tokenSecret, apiUser || apiPassword];
  if (token && user) return fields([['tokenId', ONE_LOGIN]]);
  if (token) {
    return fields([
      ['tokenId', tokenIdProblem(tokenId ?? '')],
      ['tokenSecret', titleProblem(tokenSecret ?? '', 200)],
    ]);
  }
  if (!user) return [];
  return fields([
    ['apiUser', apiUserProblem(apiUser ?? '')],
    ['apiPassword', titleProblem(apiPassword ?? '', 200)],
  ]);
}

/** The login that an input names; null if it names none. */
export function loginIn({ tokenId, tokenSecret, apiUser, apiPassword }: LoginInput): ProxmoxLogin | null {
  if (tokenId && tokenSecret) return { tokenId, tokenSecret };
  return apiUser && apiPassword ? { user: apiUser, password: apiPassword } : null;
}

/** The SSH credential that an input names; null if it names none. */
export function sshCredentialIn({
  sshPassword,
  sshPrivateKey,
}: Pick<AddNodeInput, 'sshPassword' | 'sshPrivateKey'>): NodeRegistration['sshCredential'] | null {
  if (sshPrivateKey) return { kind: 'private-key', value: sshPrivateKey };
  return sshPassword ? { kind: 'password', value: sshPassword } : null;
}

function apiUserProblem(user: string): Problem | null {
  if (/^[^\s:/!@]{1,60}@[a-z][a-z0-9.-]{1,31}$/i.test(user)) return null;
  return problem('API_USER.INVALID', 'Use a user with realm, for example root@pam.');
}

function given<T>(value: T | null | undefined, rule: (value: T) => Problem | null): Problem | null {
  return value === null || value === undefined ? null : rule(value);
}

function fields(found: readonly (readonly [string, Problem | null])[]): FieldProblem[] {
  return found.flatMap(([field, reason]) => (reason ? [{ field, ...reason }] : []));
}

function userProblem(user: string): Problem | null {
  if (/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) return null;
  return problem('SSH_USER.INVALID', 'Use a Linux user name, for example root.');
}

function credentialProblem({
  sshPassword,
  sshPrivateKey,
}: Pick<AddNodeInput, 'sshPassword' | 'sshPrivateKey'>): Problem | null {
  if (Boolean(sshPassword) === Boolean(sshPrivateKey)) {
    return problem('SSH_CREDENTIAL.ONE', 'Give either an SSH password or a private key.');
  }
  const tooLong = (sshPassword ?? sshPrivateKey ?? '').length > MAX_SECRET;
  return tooLong ? problem('SSH_CREDENTIAL.TOO_LONG', 'This is too long for a password or key.') : null;
}

function tlsFingerprintProblem(text: string): Problem | null {
  if (/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(text)) return null;
  return problem('FINGERPRINT.INVALID', 'A TLS fingerprint is 32 pairs of hex digits with colons.');
}

function sshFingerprintProblem(text: string): Problem | null {
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(text)) return null;
  return problem('FINGERPRINT.INVALID', 'An SSH fingerprint looks like SHA256: and 43 characters.');
}
