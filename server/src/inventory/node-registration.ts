import type { ProxmoxLogin } from '../proxmox/authentication.js';
import { ProxmoxClient } from '../proxmox/proxmox-client.js';
import { describePrivileges, missingPrivileges } from '../proxmox/privileges.js';
import { ProxmoxError } from '../proxmox/proxmox-error.js';
import { SshError } from '../ssh/container-shell.js';
import type { HostReport } from '../ssh/node-host.js';
import { NOISE_REMEDY, SshNodeHost } from '../ssh/node-host.js';
import { SshConnection } from '../ssh/ssh-connection.js';
import { NEEDED_PRIVILEGES } from './node-privileges.js';

export interface NodeAddress {
  readonly host: string;
  readonly port: number;
  readonly sshHost: string;
  readonly sshPort: number;
}

/** Everything that is needed to use a node, credentials in clear: only ever in memory. */
export type NodeRegistration = NodeAddress &
  ProxmoxLogin & {
    readonly sshUser: string;
    readonly sshCredential: { readonly kind: 'password' | 'private-key'; readonly value: string };
    readonly tlsFingerprint: string;
    readonly sshFingerprint: string;
  };

/** Who answers at an address. */
export interface NodeIdentity {
  readonly name: string;
  readonly cluster: string;
  readonly lab: boolean;
}

export type TriedNode =
  | { readonly kind: 'fine'; readonly identity: NodeIdentity }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  /** Nothing was sent to it. */
  | { readonly kind: 'fingerprint-changed'; readonly reasons: readonly string[] };

/** By this the lab's API says what it is; a real node has the hash of its source revision there. */
const LAB_REPOID = 'infrahaus-lab';

/** Tries everything that a run will need of a node, and says all that is wrong at once. */
export async function tryNode(registration: NodeRegistration): Promise<TriedNode> {
  const [api, shell] = await Promise.allSettled([identify(registration), checkShell(registration)]);
  const errors = [api, shell].flatMap((check) =>
    check.status === 'rejected' ? [check.reason as unknown] : [],
  );
  const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  if (errors.some(isFingerprintChange)) return { kind: 'fingerprint-changed', reasons };
  if (api.status === 'rejected' || shell.status === 'rejected') return { kind: 'refused', reasons };
  const { hostname } = shell.value;
  if (hostname === null || hostname === api.value.name) return { kind: 'fine', identity: api.value };
  const reason = `SSH leads to ${hostname}, but the API is that of ${api.value.name}.`;
  return { kind: 'refused', reasons: [reason] };
}

function isFingerprintChange(error: unknown): boolean {
  if (error instanceof ProxmoxError) return error.code === 'PROXMOX.FINGERPRINT_CHANGED';
  return error instanceof SshError && error.code === 'SSH.HOST_KEY_CHANGED';
}

async function identify(registration: NodeRegistration): Promise<NodeIdentity> {
  const client = new ProxmoxClient(registration, '');
  try {
    const version = await client.version();
    const missing = missingPrivileges(await client.permissions(), NEEDED_PRIVILEGES);
    if (missing.length > 0)
      throw new Error(`Privileges are missing: ${describePrivileges(missing).join('; ')}.`);
    const { node: name, cluster } = await client.clusterStatus();
    if (name === null)
      throw new Error('The node does not tell its name: the privilege Sys.Audit may be missing.');
    return { name, cluster: cluster ?? name, lab: version.repoid === LAB_REPOID };
  } finally {
    client.close();
  }
}

/** Whether somebody can log in by SSH there and use `pct`, without which nothing can be done inside a container. */
async function checkShell(registration: NodeRegistration): Promise<HostReport> {
  const connection = sshConnection(registration);
  try {
    const report = await new SshNodeHost(connection).probe();
    if (report.noise !== null)
      throw new Error(`Before each answer over SSH comes: ${report.noise}. ${NOISE_REMEDY}`);
    if (report.pct !== 'missing') return report;
    throw new Error(`Over SSH the command pct cannot be used: ${report.complaint || 'no answer'}`);
  } finally {
    await connection.close();
  }
}

export function sshConnection(node: Omit<NodeRegistration, keyof ProxmoxLogin>): SshConnection {
  const { sshHost: host, sshPort: port, sshUser: user, sshFingerprint, sshCredential: credential } = node;
  return new SshConnection({ host, port, user, hostKeyFingerprint: sshFingerprint, credential });
}
