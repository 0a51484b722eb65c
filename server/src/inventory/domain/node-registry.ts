/** As whom the API is used; the value is in the vault, here is its id. */
export type NodeLogin =
  | { readonly kind: 'token'; readonly tokenId: string; readonly secret: string }
  /** `user@realm` */
  | { readonly kind: 'password'; readonly user: string; readonly secret: string };

/** A registered Proxmox VE node; its credentials are in the vault, here are only their ids. */
export interface RegisteredNode {
  readonly id: string;
  /** The node's name in its cluster. */
  readonly name: string;
  readonly cluster: string;
  readonly host: string;
  readonly port: number;
  readonly login: NodeLogin;
  /** Whose secrets its credentials are in the vault: another one after each change of them. */
  readonly vaultSubject: string;
  readonly sshHost: string;
  readonly sshPort: number;
  readonly sshUser: string;
  readonly sshCredential: { readonly kind: 'password' | 'private-key'; readonly secret: string };
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
  readonly lab: boolean;
  readonly simulated: boolean;
  /** ISO 8601. */
  readonly addedAt: string;
}

/** A node as events of any version hold it: the first one only knew tokens. */
export type RecordedNode =
  | RegisteredNode
  | (Omit<RegisteredNode, 'login' | 'vaultSubject'> & {
      readonly tokenId: string;
      readonly tokenSecret: string;
    });

export type NodeEvent =
  | { readonly type: 'NodeRegistered'; readonly data: RecordedNode }
  /** Its addresses, credentials or fingerprints are others now. */
  | { readonly type: 'NodeUpdated'; readonly data: RegisteredNode }
  | { readonly type: 'NodeRemoved'; readonly data: { readonly id: string } };
export type NodeCommand =
  | { readonly type: 'RegisterNode'; readonly node: RegisteredNode }
  | { readonly type: 'UpdateNode'; readonly node: RegisteredNode }
  | { readonly type: 'RemoveNode'; readonly id: string };
type Nodes = ReadonlyMap<string, RegisteredNode>;

/** All nodes of an installation are one aggregate: no node of a cluster can be registered twice. */
export const nodeRegistry = {
  initialState: new Map() as Nodes,
  eventTypes: ['NodeRegistered', 'NodeUpdated', 'NodeRemoved'] as const,

  evolve(nodes: Nodes, { type, data }: NodeEvent): Nodes {
    const next = new Map(nodes);
    switch (type) {
      case 'NodeRegistered':
        return next.set(data.id, completeNode(data));
      case 'NodeUpdated':
        return next.set(data.id, data);
      case 'NodeRemoved':
        next.delete(data.id);
        return next;
    }
  },

  decide(command: NodeCommand, nodes: Nodes) {
    const accept = (...events: NodeEvent[]) => ({ kind: 'accepted' as const, events });
    const reject = (rejection: NodeRejection) => ({ kind: 'rejected' as const, rejection });
    switch (command.type) {
      case 'RemoveNode': {
        const { id } = command;
        return nodes.has(id) ? accept({ type: 'NodeRemoved', data: { id } }) : accept();
      }
      case 'UpdateNode': {
        const known = nodes.get(command.node.id);
        if (!known) return reject('not-registered');
        const same = known.name === command.node.name && known.cluster === command.node.cluster;
        return same ? accept({ type: 'NodeUpdated', data: command.node }) : reject('another-node');
      }
      case 'RegisterNode': {
        const { name, cluster } = command.node;
        const taken = [...nodes.values()].some((node) => node.name === name && node.cluster === cluster);
        return taken ? reject('already-registered') : accept({ type: 'NodeRegistered', data: command.node });
      }
    }
  },
};

export type NodeRejection = 'already-registered' | 'not-registered' | 'another-node';

function completeNode(recorded: RecordedNode): RegisteredNode {
  if ('login' in recorded) return recorded;
  const { tokenId, tokenSecret: secret, ...node } = recorded;
  return { ...node, login: { kind: 'token', tokenId, secret }, vaultSubject: `node:${node.id}` };
}
