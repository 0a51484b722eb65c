import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClientChannel } from 'ssh2';
import { CommandHandling } from '../event-store/command-handling.js';
import { ProxmoxClient } from '../proxmox/proxmox-client.js';
import { probeCertificate } from '../proxmox/pinned-https.js';
import { Vault } from '../secrets/vault.js';
import { SshNodeHost } from '../ssh/node-host.js';
import { PctContainerShell } from '../ssh/pct-container-shell.js';
import { shellWords } from '../ssh/shell-words.js';
import { probeHostKey, SshConnection } from '../ssh/ssh-connection.js';
import type { NodeCommand, RegisteredNode } from './domain/node-registry.js';
import { nodeRegistry } from './domain/node-registry.js';
import { missingPrivileges } from './privileges.js';

export interface NodeAddress {
  readonly host: string;
  readonly port: number;
  readonly sshHost: string;
  readonly sshPort: number;
}

export interface NodeRegistration extends NodeAddress {
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly sshUser: string;
  readonly sshCredential: { readonly kind: 'password' | 'private-key'; readonly value: string };
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
}

export type RegistrationResult =
  | { readonly kind: 'registered'; readonly node: RegisteredNode }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

interface Identity {
  readonly name: string;
  readonly cluster: string;
  readonly lab: boolean;
}

const STREAM = 'nodes';
/** By this the lab's API says what it is; a real node has the hash of its source revision there. */
const LAB_REPOID = 'infrahaus-lab';
const SSH_CHECK_MS = 15_000;

/** The Proxmox VE nodes that are registered: found, checked, remembered, forgotten. */
@Injectable()
export class NodeDirectory {
  constructor(
    private readonly handling: CommandHandling,
    private readonly vault: Vault,
  ) {}

  async list(): Promise<RegisteredNode[]> {
    const { state } = await this.handling.fold(STREAM, nodeRegistry);
    return [...state.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  async get(id: string): Promise<RegisteredNode | null> {
    const { state } = await this.handling.fold(STREAM, nodeRegistry);
    return state.get(id) ?? null;
  }

  /** The fingerprints that an address presents, to be confirmed by a person. Sends no credentials. */
  async probe(address: NodeAddress): Promise<{ tlsFingerprint: string; sshFingerprint: string }> {
    const [tlsFingerprint, sshFingerprint] = await Promise.all([
      probeCertificate(address.host, address.port),
      probeHostKey(address.sshHost, address.sshPort),
    ]);
    return { tlsFingerprint, sshFingerprint };
  }

  /** Registers a node after everything that a run will need from it was tried. */
  async register(registration: NodeRegistration, actor: string): Promise<RegistrationResult> {
    const checks = await Promise.allSettled([this.identify(registration), checkSsh(registration)]);
    const reasons = checks.flatMap((check) => (check.status === 'rejected' ? [messageOf(check.reason)] : []));
    const [identity] = checks;
    if (identity.status === 'rejected' || reasons.length > 0) return { kind: 'refused', reasons };
    return this.remember(registration, identity.value, actor);
  }

  private async identify(registration: NodeRegistration): Promise<Identity> {
    const client = new ProxmoxClient(registration, '');
    try {
      const [version, status, permissions] = [
        await client.version(),
        await client.clusterStatus(),
        await client.permissions(),
      ];
      const missing = missingPrivileges(permissions);
      if (missing.length > 0) throw new Error(`The token lacks privileges: ${missing.join(', ')}.`);
      const name = status.node;
      if (name === null) throw new Error('The node does not tell its name: the token may lack Sys.Audit.');
      return { name, cluster: status.cluster ?? name, lab: version.repoid === LAB_REPOID };
    } finally {
      client.close();
    }
  }

  private async remember(
    registration: NodeRegistration,
    identity: Identity,
    actor: string,
  ): Promise<RegistrationResult> {
    const id = randomUUID();
    const { tokenSecret, sshCredential, ...rest } = registration;
    const subject = `node:${id}`;
    const store = (name: string, value: string) => this.vault.store({ subject, name, value });
    const node: RegisteredNode = {
      ...rest,
      ...identity,
      id,
      tokenSecret: await store('token', tokenSecret),
      sshCredential: { kind: sshCredential.kind, secret: await store('ssh', sshCredential.value) },
      simulated: identity.lab && identity.name.startsWith('lab-simulated'),
      addedAt: new Date().toISOString(),
    };
    if (await this.execute({ type: 'RegisterNode', node }, actor)) return { kind: 'registered', node };
    await this.vault.delete(subject);
    return { kind: 'refused', reasons: [`The node ${identity.name} is registered already.`] };
  }

  /** Forgets a node and its credentials. */
  async remove(id: string, actor: string): Promise<void> {
    await this.execute({ type: 'RemoveNode', id }, actor);
    await this.vault.delete(`node:${id}`);
  }

  /** A client for a node's API. Close it after use. */
  async apiOf(node: RegisteredNode): Promise<ProxmoxClient> {
    const tokenSecret = await this.vault.read(node.tokenSecret);
    return new ProxmoxClient({ ...node, tokenSecret }, node.name);
  }

  /** Everything that a run needs of a node: its API, and shells over one SSH connection. Close it after use. */
  async open(id: string) {
    const node = await this.get(id);
    if (!node) throw new Error('The node of this container is not registered any more.');
    const { sshCredential, sshHost: host, sshPort: port, sshUser: user } = node;
    const credential = { kind: sshCredential.kind, value: await this.vault.read(sshCredential.secret) };
    const ssh = new SshConnection({ host, port, user, hostKeyFingerprint: node.sshFingerprint, credential });
    const api = await this.apiOf(node);
    return {
      ...{ name: node.name, cluster: node.cluster, lab: node.lab, api },
      secrets: [credential.value, await this.vault.read(node.tokenSecret)],
      container: (vmid: number) => new PctContainerShell(ssh, vmid),
      host: new SshNodeHost(ssh),
      close: async () => {
        api.close();
        await ssh.close();
      },
    };
  }

  private async execute(command: NodeCommand, actor: string): Promise<boolean> {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, at: new Date().toISOString() };
    const outcome = await this.handling.execute({ stream: STREAM, decider: nodeRegistry, command, metadata });
    return outcome.kind === 'accepted';
  }
}

/** Whether somebody can log in by SSH there and finds `pct`, without which nothing can be done inside a container. */
async function checkSsh(registration: NodeRegistration): Promise<void> {
  const {
    sshHost: host,
    sshPort: port,
    sshUser: user,
    sshFingerprint,
    sshCredential: credential,
  } = registration;
  const connection = new SshConnection({ host, port, user, hostKeyFingerprint: sshFingerprint, credential });
  try {
    const exitCode = await connection.exec(shellWords(['pct', 'list']), exitCodeOf);
    if (exitCode !== 0)
      throw new Error('Over SSH the command pct cannot be used: log in as root, or allow it.');
  } finally {
    await connection.close();
  }
}

function exitCodeOf(channel: ClientChannel): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('The node did not answer over SSH in time.'));
    }, SSH_CHECK_MS);
    channel.resume().stderr.resume();
    channel.on('close', (code: number | null) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
