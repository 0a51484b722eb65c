/** A registered Proxmox VE node; its credentials are in the vault, here are only their ids. */
export interface RegisteredNode {
  readonly id: string;
  /** The node's name in its cluster. */
  readonly name: string;
  readonly cluster: string;
  readonly host: string;
  readonly port: number;
  readonly tokenId: string;
  readonly tokenSecret: string;
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

export type NodeEvent =
  | { readonly type: 'NodeRegistered'; readonly data: RegisteredNode }
  | { readonly type: 'NodeRemoved'; readonly data: { readonly id: string } };
export type NodeCommand =
  | { readonly type: 'RegisterNode'; readonly node: RegisteredNode }
  | { readonly type: 'RemoveNode'; readonly id: string };
type Nodes = ReadonlyMap<string, RegisteredNode>;

/** All nodes of an installation are one aggregate: no node of a cluster can be registered twice. */
export const nodeRegistry = {
  initialState: new Map() as Nodes,
  eventTypes: ['NodeRegistered', 'NodeRemoved'] as const,

  evolve(nodes: Nodes, { type, data }: NodeEvent): Nodes {
    const next = new Map(nodes);
    if (type === 'NodeRegistered') next.set(data.id, data);
    else next.delete(data.id);
    return next;
  },

  decide(command: NodeCommand, nodes: Nodes) {
    const accept = (...events: NodeEvent[]) => ({ kind: 'accepted' as const, events });
    if (command.type === 'RemoveNode') {
      const { id } = command;
      return nodes.has(id) ? accept({ type: 'NodeRemoved', data: { id } }) : accept();
    }
    const { node } = command;
    const known = [...nodes.values()].some(
      ({ name, cluster }) => name === node.name && cluster === node.cluster,
    );
    if (known) return { kind: 'rejected' as const, rejection: 'already-registered' as const };
    return accept({ type: 'NodeRegistered', data: node });
  },
};
