import { nodeAddressProblem, tokenIdProblem } from '../../../../schema/rules/names.js';
import { portProblem } from '../../../../schema/rules/network.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { problem } from '../../../../schema/rules/problem.js';
import type { AddNodeInput, ProbeNodeInput } from '../../../../schema/generated/client.js';

/** What is typed to register a node. */
export interface NodeForm {
  readonly host: string;
  readonly port: number | null;
  readonly sshHost: string;
  readonly sshPort: number | null;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly sshUser: string;
  readonly sshBy: 'password' | 'key';
  readonly sshPassword: string;
  readonly sshPrivateKey: string;
}

export const EMPTY_FORM: NodeForm = {
  host: '',
  port: 8006,
  sshHost: '',
  sshPort: 22,
  tokenId: '',
  tokenSecret: '',
  sshUser: 'root',
  sshBy: 'key',
  sshPassword: '',
  sshPrivateKey: '',
};

export interface Fingerprints {
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
}

export function probeInput(form: NodeForm): ProbeNodeInput {
  return {
    host: form.host.trim(),
    port: form.port ?? NaN,
    sshHost: form.sshHost.trim() || null,
    sshPort: form.sshPort ?? NaN,
  };
}

export function addInput(form: NodeForm, pinned: Fingerprints): AddNodeInput {
  const byKey = form.sshBy === 'key';
  return {
    ...probeInput(form),
    ...pinned,
    tokenId: form.tokenId.trim(),
    tokenSecret: form.tokenSecret.trim(),
    sshUser: form.sshUser.trim(),
    sshPassword: byKey ? null : form.sshPassword,
    sshPrivateKey: byKey ? form.sshPrivateKey : null,
  };
}

/** What is wrong with the address, before anything is asked. */
export function addressProblems(form: NodeForm): readonly FieldProblem[] {
  const { host, port, sshHost, sshPort } = probeInput(form);
  return collect([
    ['host', nodeAddressProblem(host)],
    ['port', portProblem(port ?? NaN)],
    ['sshHost', sshHost ? nodeAddressProblem(sshHost) : null],
    ['sshPort', portProblem(sshPort ?? NaN)],
  ]);
}

/** What is wrong with the credentials, before anything is sent. */
export function credentialProblems(form: NodeForm): readonly FieldProblem[] {
  const byKey = form.sshBy === 'key';
  return collect([
    ['tokenId', tokenIdProblem(form.tokenId.trim())],
    ['tokenSecret', filled(form.tokenSecret, 'Paste the secret that Proxmox VE showed with the token.')],
    ['sshUser', filled(form.sshUser, 'Name the SSH user, usually root.')],
    ['sshPassword', byKey ? null : filled(form.sshPassword, 'Type the SSH password.')],
    ['sshPrivateKey', byKey ? filled(form.sshPrivateKey, 'Paste a private key without passphrase.') : null],
  ]);
}

function filled(text: string, reason: string): Problem | null {
  return text.trim() ? null : problem('FIELD.EMPTY', reason);
}

function collect(found: readonly (readonly [string, Problem | null])[]): readonly FieldProblem[] {
  return found.flatMap(([field, reason]) => (reason ? [{ field, ...reason }] : []));
}
