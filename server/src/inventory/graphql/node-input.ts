import type { AddNodeInput, ProbeNodeInput } from '../../../../schema/generated/server.js';
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
  return [
    ...probeNodeProblems(input),
    ...fields([
      ['tokenId', tokenIdProblem(input.tokenId)],
      ['tokenSecret', titleProblem(input.tokenSecret, 200)],
      ['sshUser', userProblem(input.sshUser)],
      ['sshPassword', credentialProblem(input)],
      ['tlsFingerprint', tlsFingerprintProblem(input.tlsFingerprint)],
      ['sshFingerprint', sshFingerprintProblem(input.sshFingerprint)],
    ]),
  ];
}

function fields(found: readonly (readonly [string, Problem | null])[]): FieldProblem[] {
  return found.flatMap(([field, reason]) => (reason ? [{ field, ...reason }] : []));
}

function userProblem(user: string): Problem | null {
  if (/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) return null;
  return problem('SSH_USER.INVALID', 'Use a Linux user name, for example root.');
}

function credentialProblem({ sshPassword, sshPrivateKey }: AddNodeInput): Problem | null {
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
