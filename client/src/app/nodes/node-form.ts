import { nodeAddressProblem, tokenIdProblem } from '../../../../schema/rules/names.js';
import { portProblem } from '../../../../schema/rules/network.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { problem } from '../../../../schema/rules/problem.js';
import type {
  AddNodeInput,
  ProbeNodeInput,
  SshLogin,
  UpdateNodeInput,
} from '../../../../schema/generated/nodes.js';

/** What is typed to register or to change a node. */
export interface NodeForm {
  readonly host: string;
  readonly port: number | null;
  readonly sshHost: string;
  readonly sshPort: number | null;
  readonly loginBy: 'token' | 'password';
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly apiUser: string;
  readonly apiPassword: string;
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
  loginBy: 'token',
  tokenId: '',
  tokenSecret: '',
  apiUser: 'root@pam',
  apiPassword: '',
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
    ...loginInput(form),
    sshUser: form.sshUser.trim(),
    sshPassword: byKey ? null : form.sshPassword,
    sshPrivateKey: byKey ? form.sshPrivateKey : null,
  };
}

function loginInput(form: NodeForm) {
  return form.loginBy === 'token'
    ? { tokenId: form.tokenId.trim(), tokenSecret: form.tokenSecret.trim() }
    : { apiUser: form.apiUser.trim(), apiPassword: form.apiPassword };
}

/** A registered node, as far as it can be changed. */
export interface KnownNode {
  readonly host: string;
  readonly port: number;
  readonly sshHost: string;
  readonly sshPort: number;
  readonly sshUser: string;
  readonly sshLogin: SshLogin;
  readonly tokenId: string | null;
  readonly apiUser: string | null;
}

/** A registered node as the form shows it: what is secret is empty, which means as it is. */
export function formOf(node: KnownNode): NodeForm {
  const { host, port, sshPort, sshUser, tokenId, apiUser } = node;
  return {
    ...EMPTY_FORM,
    ...{ host, port, sshPort, sshUser },
    sshHost: node.sshHost === host ? '' : node.sshHost,
    loginBy: tokenId === null ? 'password' : 'token',
    tokenId: tokenId ?? '',
    apiUser: apiUser ?? EMPTY_FORM.apiUser,
    sshBy: node.sshLogin === 'PASSWORD' ? 'password' : 'key',
  };
}

/** Whether the form names another API or SSH server than the registered one. */
export function isMoved(form: NodeForm, node: KnownNode): boolean {
  const { host, port, sshHost, sshPort } = probeInput(form);
  return (
    host !== node.host || port !== node.port || (sshHost ?? host) !== node.sshHost || sshPort !== node.sshPort
  );
}

/** What is sent of a changed form: the address always, of what is secret only what was typed. */
export function changeInput(
  form: NodeForm,
  node: KnownNode,
  confirmed: Fingerprints | null,
): UpdateNodeInput {
  const { host, port, sshHost, sshPort } = probeInput(form);
  const byKey = form.sshBy === 'key';
  return {
    ...{ host, port, sshHost: sshHost ?? host, sshPort, sshUser: form.sshUser.trim() },
    ...(keepsLogin(form, node) ? {} : loginInput(form)),
    sshPassword: byKey ? null : form.sshPassword || null,
    sshPrivateKey: byKey ? form.sshPrivateKey || null : null,
    tlsFingerprint: confirmed?.tlsFingerprint ?? null,
    sshFingerprint: confirmed?.sshFingerprint ?? null,
  };
}

/** Whether the API login is the registered one, so that its secret may stay as it is. */
export function isSameLogin(form: NodeForm, node: KnownNode): boolean {
  return form.loginBy === 'token'
    ? form.tokenId.trim() === node.tokenId
    : form.apiUser.trim() === node.apiUser;
}

/** Whether the SSH user logs in as before. */
export function isSameSsh(form: NodeForm, node: KnownNode): boolean {
  return (form.sshBy === 'key') === (node.sshLogin === 'PRIVATE_KEY');
}

function keepsLogin(form: NodeForm, node: KnownNode): boolean {
  const typed = form.loginBy === 'token' ? form.tokenSecret.trim() : form.apiPassword;
  return isSameLogin(form, node) && !typed;
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
  return [...loginProblems(form), ...sshProblems(form)];
}

/** What is wrong with changed credentials; those that nobody touched are fine. */
export function changeProblems(form: NodeForm, node: KnownNode): readonly FieldProblem[] {
  return [
    ...(keepsLogin(form, node) ? [] : loginProblems(form)),
    ...(isSameSsh(form, node) ? collect([sshUserProblem(form)]) : sshProblems(form)),
  ];
}

function loginProblems(form: NodeForm): readonly FieldProblem[] {
  return form.loginBy === 'token'
    ? collect([
        ['tokenId', tokenIdProblem(form.tokenId.trim())],
        ['tokenSecret', filled(form.tokenSecret, 'Paste the secret that Proxmox VE showed with the token.')],
      ])
    : collect([
        ['apiUser', filled(form.apiUser, 'Name the user with its realm, for example root@pam.')],
        ['apiPassword', filled(form.apiPassword, 'Type that user’s password.')],
      ]);
}

function sshProblems(form: NodeForm): readonly FieldProblem[] {
  const byKey = form.sshBy === 'key';
  return collect([
    sshUserProblem(form),
    ['sshPassword', byKey ? null : filled(form.sshPassword, 'Type the SSH password.')],
    ['sshPrivateKey', byKey ? filled(form.sshPrivateKey, 'Paste a private key without passphrase.') : null],
  ]);
}

function sshUserProblem(form: NodeForm) {
  return ['sshUser', filled(form.sshUser, 'Name the SSH user, usually root.')] as const;
}

function filled(text: string, reason: string): Problem | null {
  return text.trim() ? null : problem('FIELD.EMPTY', reason);
}

function collect(found: readonly (readonly [string, Problem | null])[]): readonly FieldProblem[] {
  return found.flatMap(([field, reason]) => (reason ? [{ field, ...reason }] : []));
}
