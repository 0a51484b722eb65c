import type { Check } from '../../../schema/rules/check.js';
import { pass, wrong } from '../../../schema/rules/check.js';
import type { ProxmoxClient } from '../proxmox/proxmox-client.js';
import type { Permissions } from '../proxmox/privileges.js';
import { missingPrivileges } from '../proxmox/privileges.js';
import { ProxmoxError } from '../proxmox/proxmox-error.js';
import { versionProblem } from '../proxmox/tried-versions.js';
import { SshError } from '../ssh/container-shell.js';
import type { HostReport, NodeHost } from '../ssh/node-host.js';
import { NOISE_REMEDY } from '../ssh/node-host.js';
import type { RegisteredNode } from './domain/node-registry.js';
import { broadPrivileges, NEEDED_PRIVILEGES } from './node-privileges.js';

const REACHABLE = { key: 'reachable', title: 'API reachable' };
const CERTIFICATE = { key: 'certificate', title: 'TLS certificate as confirmed' };
const LOGIN = { key: 'login', title: 'API login' };
const VERSION = { key: 'version', title: 'Version' };
const NAME = { key: 'name', title: 'The same node' };
const PRIVILEGES = { key: 'privileges', title: 'Privileges' };
const SSH = { key: 'ssh', title: 'SSH login' };
const HOST_KEY = { key: 'host-key', title: 'SSH host key as confirmed' };
const PCT = { key: 'pct', title: 'pct over SSH' };
const ANSWERS = { key: 'answers', title: 'Answers over SSH without additions' };
const RIGHTS = { key: 'rights', title: 'No more rights than needed' };
const SCRIPT = 'Run install-node.sh on the node.';

/** What of a node a report needs to know; a name that is not known yet is not compared. */
export type ReportedNode = Pick<RegisteredNode, 'host' | 'sshUser'> & {
  readonly name: string | null;
  readonly login: { readonly kind: RegisteredNode['login']['kind'] };
};

/** Everything about a node, each thing by itself: what does not depend on a failure is tried all the same. */
export async function reportOn(
  node: ReportedNode,
  access: { readonly api: ProxmoxClient; readonly host: NodeHost },
): Promise<Check[]> {
  const [api, ssh] = await Promise.all([apiReport(node, access.api), sshReport(node, access.host)]);
  return [...api.checks, ...ssh.checks, ...rightsCheck(node, api.permissions, ssh.whole)];
}

interface ApiReport {
  readonly checks: readonly Check[];
  readonly permissions: Permissions | null;
}

async function apiReport(node: ReportedNode, api: ProxmoxClient): Promise<ApiReport> {
  try {
    const { version } = await api.version();
    const trusted = [pass(REACHABLE, `${node.host} answers.`), pass(CERTIFICATE, 'It is the confirmed one.')];
    const login = [pass(LOGIN, `${api.user} is let in.`), versionCheck(version)];
    const [name, permissions] = [await nameCheck(node, api), await api.permissions()];
    return { checks: [...trusted, ...login, name, ...privilegeChecks(permissions)], permissions };
  } catch (error) {
    if (!(error instanceof ProxmoxError)) throw error;
    return { checks: unreachable(node, error), permissions: null };
  }
}

function versionCheck(version: string): Check {
  const problem = versionProblem(version);
  const detail = `Proxmox VE ${version}.`;
  if (!problem) return pass(VERSION, detail);
  const code = problem.older ? 'NODE.OLD_VERSION' : 'NODE.UNTRIED_VERSION';
  return wrong('warn', VERSION, { code, detail, remedy: problem.remedy });
}

async function nameCheck(node: ReportedNode, api: ProxmoxClient): Promise<Check> {
  const name = await nameOf(api);
  if (name === undefined) {
    const detail = 'It was not told, because the privilege Sys.Audit is missing.';
    return wrong('warn', NAME, { code: 'NODE.NAME_UNKNOWN', detail, remedy: SCRIPT });
  }
  if (node.name === null || name === node.name) return pass(NAME, `It is ${name ?? 'without a name'}.`);
  const detail = `It was registered as ${node.name}; now ${name ?? 'a node without a name'} answers.`;
  return wrong('fail', NAME, {
    code: 'NODE.ANOTHER',
    detail,
    remedy: 'Correct the address, or register that node.',
  });
}

/** Undefined if the node does not tell it to this user. */
async function nameOf(api: ProxmoxClient): Promise<string | null | undefined> {
  try {
    return (await api.clusterStatus()).node;
  } catch (error) {
    if (error instanceof ProxmoxError && error.code === 'PROXMOX.FORBIDDEN') return undefined;
    throw error;
  }
}

function privilegeChecks(permissions: Permissions): Check[] {
  const missing = missingPrivileges(permissions, NEEDED_PRIVILEGES);
  if (missing.length === 0) return [pass(PRIVILEGES, `All ${String(NEEDED_PRIVILEGES.length)} are granted.`)];
  return missing.map(({ name, path }) => {
    const subject = { key: `privilege:${name}`, title: `Privilege ${name}` };
    const remedy = `${SCRIPT} Or grant it to the user and, if there is one, to the token.`;
    return wrong('fail', subject, {
      code: 'NODE.PRIVILEGE_MISSING',
      detail: `It is missing on ${path}.`,
      remedy,
    });
  });
}

/** What a failed call tells about the things before it: a refused login was reached over the right certificate. */
function unreachable(node: ReportedNode, error: ProxmoxError): Check[] {
  const { code, message: detail } = error;
  switch (code) {
    case 'PROXMOX.UNREACHABLE':
    case 'PROXMOX.TIMEOUT':
    case 'PROXMOX.PROXY_FAILED': {
      const remedy = 'Look whether the node is on, and whether this address and port lead to it.';
      return [wrong('fail', REACHABLE, { code, detail, remedy })];
    }
    case 'PROXMOX.FINGERPRINT_CHANGED': {
      const remedy = 'Compare the new fingerprint with the one on the node itself, then confirm it.';
      return [pass(REACHABLE, `${node.host} answers.`), wrong('fail', CERTIFICATE, { code, detail, remedy })];
    }
    case 'PROXMOX.UNAUTHORIZED':
    case 'PROXMOX.FORBIDDEN':
    case 'PROXMOX.INVALID_PARAMETER':
    case 'PROXMOX.ALREADY_EXISTS':
    case 'PROXMOX.NOT_FOUND':
    case 'PROXMOX.LOCKED':
    case 'PROXMOX.NOT_IMPLEMENTED':
    case 'PROXMOX.FAILED': {
      const trusted = [
        pass(REACHABLE, `${node.host} answers.`),
        pass(CERTIFICATE, 'It is the confirmed one.'),
      ];
      const remedy = 'Enter the token or password anew; it was removed, has expired, or was changed.';
      return [...trusted, wrong('fail', LOGIN, { code, detail, remedy })];
    }
  }
}

interface SshReport {
  readonly checks: readonly Check[];
  /** Whether the login may do everything on the node. */
  readonly whole: boolean;
}

async function sshReport(node: ReportedNode, host: NodeHost): Promise<SshReport> {
  try {
    const found = await host.probe();
    const trusted = [pass(HOST_KEY, 'It is the confirmed one.'), pass(SSH, `${node.sshUser} is let in.`)];
    const checks = [...trusted, answersCheck(found), pctCheck(node, found)];
    return { checks, whole: found.pct === 'whole' };
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    const { code, message: detail } = error;
    if (code === 'SSH.HOST_KEY_CHANGED') {
      const remedy = 'Compare the new fingerprint with the one on the node itself, then confirm it.';
      return { checks: [wrong('fail', HOST_KEY, { code, detail, remedy })], whole: false };
    }
    const remedy = 'Check address, port, user, and key or password of the SSH login.';
    return { checks: [wrong('fail', SSH, { code, detail, remedy })], whole: false };
  }
}

/** What comes with every answer would make the answers of a run unreadable, in its middle. */
function answersCheck({ noise }: HostReport): Check {
  if (noise === null) return pass(ANSWERS, 'Commands print what was asked for, and nothing else.');
  const detail = `Before each answer comes: ${noise}`;
  return wrong('fail', ANSWERS, { code: 'NODE.NOISE', detail, remedy: NOISE_REMEDY });
}

function pctCheck({ name }: ReportedNode, { pct, hostname, complaint }: HostReport): Check {
  if (pct === 'missing') {
    const detail = `It cannot be used: ${complaint || 'no answer'}`;
    return wrong('fail', PCT, { code: 'NODE.PCT_MISSING', detail, remedy: `${SCRIPT} Or log in as root.` });
  }
  if (hostname !== null && name !== null && hostname !== name) {
    const detail = `SSH leads to ${hostname}, not to ${name}: pct only knows containers of its own node.`;
    return wrong('fail', PCT, { code: 'NODE.OTHER_HOST', detail, remedy: 'Correct the SSH address.' });
  }
  return pass(PCT, pct === 'restricted' ? 'Allowed for our own containers only.' : 'It can be used.');
}

/** Works all the same, but a stolen credential would be worth more than it need be. */
function rightsCheck({ login }: ReportedNode, permissions: Permissions | null, whole: boolean): Check[] {
  const broad = permissions === null ? [] : broadPrivileges(permissions);
  const found = [
    ...(whole ? ['The SSH login may do everything on the node.'] : []),
    ...(broad.length > 0 ? [`The API user also has ${broad.join(', ')}.`] : []),
    ...(login.kind === 'password'
      ? ['A user with a password is used instead of a token with rights of its own.']
      : []),
  ];
  if (found.length > 0) {
    const remedy = `${SCRIPT} It makes a token and an SSH key that can do no more than runs need.`;
    return [wrong('warn', RIGHTS, { code: 'NODE.BROAD_RIGHTS', detail: found.join(' '), remedy })];
  }
  return permissions === null ? [] : [pass(RIGHTS, 'Token and key can do just what runs need.')];
}
