import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CommandHandling } from '../event-store/command-handling.js';
import type { ProxmoxLogin } from '../proxmox/authentication.js';
import { probeCertificate } from '../proxmox/pinned-https.js';
import type { ProxmoxTimeouts } from '../proxmox/api-transport.js';
import { DEFAULT_TIMEOUTS } from '../proxmox/api-transport.js';
import { ProxmoxClient } from '../proxmox/proxmox-client.js';
import { Vault } from '../secrets/vault.js';
import { SshNodeHost } from '../ssh/node-host.js';
import { PctContainerShell } from '../ssh/pct-container-shell.js';
import { probeHostKey } from '../ssh/ssh-connection.js';
import type { NodeCommand, NodeLogin, NodeRejection, RegisteredNode } from './domain/node-registry.js';
import { nodeRegistry } from './domain/node-registry.js';
import type { NodeAddress, NodeIdentity, NodeRegistration } from './node-registration.js';
import { sshConnection, tryNode } from './node-registration.js';

export interface Fingerprints {
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
}

export type RegistrationResult =
  | { readonly kind: 'registered'; readonly node: RegisteredNode }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };
export type UpdateResult =
  | RegistrationResult
  | { readonly kind: 'not-found' }
  /** What it presents now is not what was confirmed. Nothing was sent to it, and nothing was changed. */
  | {
      readonly kind: 'fingerprint-changed';
      readonly confirmed: Fingerprints;
      readonly presented: Fingerprints;
    };

/** What is to be another one from now on; what is left out stays as it is. */
export type NodeChange = Partial<Omit<NodeRegistration, keyof ProxmoxLogin>> & {
  readonly login?: ProxmoxLogin;
};

const STREAM = 'nodes';

/** Injection token of how long nodes have for an answer: `ProxmoxTimeouts`. */
export const PROXMOX_TIMEOUTS = Symbol('PROXMOX_TIMEOUTS');

/** The Proxmox VE nodes that are registered: found, checked, remembered, changed, forgotten. */
@Injectable()
export class NodeDirectory {
  constructor(
    private readonly handling: CommandHandling,
    private readonly vault: Vault,
    @Optional() @Inject(PROXMOX_TIMEOUTS) private readonly timeouts: ProxmoxTimeouts = DEFAULT_TIMEOUTS,
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
  async probe(address: NodeAddress): Promise<Fingerprints> {
    const [tlsFingerprint, sshFingerprint] = await Promise.all([
      probeCertificate(address.host, address.port),
      probeHostKey(address.sshHost, address.sshPort),
    ]);
    return { tlsFingerprint, sshFingerprint };
  }

  /** Registers a node after everything that a run will need from it was tried. */
  async register(registration: NodeRegistration, actor: string): Promise<RegistrationResult> {
    const tried = await tryNode(registration);
    if (tried.kind !== 'fine') return { kind: 'refused', reasons: tried.reasons };
    const addedAt = new Date().toISOString();
    const node = await this.withStoredSecrets(registration, tried.identity, { id: randomUUID(), addedAt });
    return this.remember({ type: 'RegisterNode', node }, actor);
  }

  /** Changes addresses, credentials or confirmed fingerprints, after the same trial as at the start. */
  async update(id: string, change: NodeChange, actor: string): Promise<UpdateResult> {
    const known = await this.get(id);
    if (!known) return { kind: 'not-found' };
    const { login, ...rest } = change;
    const registration = { ...(await this.registrationOf(known)), ...rest };
    const wanted = login ? withLogin(registration, login) : registration;
    const tried = await tryNode(wanted);
    if (tried.kind === 'fingerprint-changed') {
      return { kind: 'fingerprint-changed', confirmed: wanted, presented: await this.probe(wanted) };
    }
    if (tried.kind === 'refused') return tried;
    const node = await this.withStoredSecrets(wanted, tried.identity, known);
    const result = await this.remember({ type: 'UpdateNode', node }, actor);
    if (result.kind === 'registered') await this.vault.delete(known.vaultSubject);
    return result;
  }

  /** The node with its credentials in the vault, under a subject of their own. */
  private async withStoredSecrets(
    registration: NodeRegistration,
    identity: NodeIdentity,
    { id, addedAt }: { readonly id: string; readonly addedAt: string },
  ): Promise<RegisteredNode> {
    const { sshCredential, host, port, sshHost, sshPort, sshUser, tlsFingerprint, sshFingerprint } =
      registration;
    const vaultSubject = `node:${id}:${randomUUID()}`;
    const store = (name: string, value: string) => this.vault.store({ subject: vaultSubject, name, value });
    const login: NodeLogin =
      'tokenId' in registration
        ? {
            kind: 'token',
            tokenId: registration.tokenId,
            secret: await store('token', registration.tokenSecret),
          }
        : {
            kind: 'password',
            user: registration.user,
            secret: await store('password', registration.password),
          };
    return {
      ...{ host, port, sshHost, sshPort, sshUser, tlsFingerprint, sshFingerprint },
      ...identity,
      ...{ id, addedAt, login, vaultSubject },
      sshCredential: { kind: sshCredential.kind, secret: await store('ssh', sshCredential.value) },
      simulated: identity.lab && identity.name.startsWith('lab-simulated'),
    };
  }

  private async remember(
    command: Extract<NodeCommand, { readonly node: RegisteredNode }>,
    actor: string,
  ): Promise<RegistrationResult> {
    const { node } = command;
    const rejection = await this.execute(command, actor);
    if (rejection === null) return { kind: 'registered', node };
    await this.vault.delete(node.vaultSubject);
    return { kind: 'refused', reasons: [sentence(rejection, node)] };
  }

  /** Forgets a node and its credentials. */
  async remove(id: string, actor: string): Promise<void> {
    const known = await this.get(id);
    await this.execute({ type: 'RemoveNode', id }, actor);
    if (known) await this.vault.delete(known.vaultSubject);
  }

  /** A client for a node's API. Close it after use. */
  async apiOf(node: RegisteredNode): Promise<ProxmoxClient> {
    return new ProxmoxClient({ ...node, ...(await this.loginOf(node)) }, node.name, this.timeouts);
  }

  /** Everything that a run needs of a node: its API, and shells over one SSH connection. Close it after use. */
  async open(id: string) {
    const node = await this.get(id);
    if (!node) throw new Error('The node of this container is not registered any more.');
    const registration = await this.registrationOf(node);
    const ssh = sshConnection(registration);
    const api = await this.apiOf(node);
    return {
      ...{ name: node.name, cluster: node.cluster, lab: node.lab, api },
      secrets: secretsOf(registration),
      container: (vmid: number) => new PctContainerShell(ssh, vmid),
      host: new SshNodeHost(ssh),
      close: async () => {
        api.close();
        await ssh.close();
      },
    };
  }

  private async registrationOf(node: RegisteredNode): Promise<NodeRegistration> {
    const { kind, secret } = node.sshCredential;
    const sshCredential = { kind, value: await this.vault.read(secret) };
    const { host, port, sshHost, sshPort, sshUser, tlsFingerprint, sshFingerprint } = node;
    const login = await this.loginOf(node);
    return { host, port, sshHost, sshPort, sshUser, tlsFingerprint, sshFingerprint, sshCredential, ...login };
  }

  private async loginOf({ login }: RegisteredNode): Promise<ProxmoxLogin> {
    const value = await this.vault.read(login.secret);
    return login.kind === 'token'
      ? { tokenId: login.tokenId, tokenSecret: value }
      : { user: login.user, password: value };
  }

  private async execute(command: NodeCommand, actor: string): Promise<NodeRejection | null> {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, at: new Date().toISOString() };
    const outcome = await this.handling.execute({ stream: STREAM, decider: nodeRegistry, command, metadata });
    return outcome.kind === 'accepted' ? null : outcome.rejection;
  }
}

/** What must never be told. */
function secretsOf(registration: NodeRegistration): string[] {
  const login = 'tokenId' in registration ? registration.tokenSecret : registration.password;
  return [registration.sshCredential.value, login];
}

/** A token takes the place of a password, and the other way round. */
function withLogin(registration: NodeRegistration, login: ProxmoxLogin): NodeRegistration {
  const { host, port, sshHost, sshPort, sshUser, sshCredential, tlsFingerprint, sshFingerprint } =
    registration;
  return { host, port, sshHost, sshPort, sshUser, sshCredential, tlsFingerprint, sshFingerprint, ...login };
}

function sentence(rejection: NodeRejection, { name }: RegisteredNode): string {
  switch (rejection) {
    case 'already-registered':
      return `The node ${name} is registered already.`;
    case 'not-registered':
      return 'The node was removed in the meantime.';
    case 'another-node':
      return `At this address answers ${name}, which is another node. Register it as one of its own.`;
  }
}
