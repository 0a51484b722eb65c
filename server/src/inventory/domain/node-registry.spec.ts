import type { NodeCommand, NodeEvent, RegisteredNode } from './node-registry.js';
import { nodeRegistry } from './node-registry.js';

const node: RegisteredNode = {
  ...{
    id: 'n1',
    name: 'pve',
    cluster: 'home',
    host: 'pve.example',
    port: 8006,
    sshHost: 'pve.example',
    sshPort: 22,
  },
  login: { kind: 'token', tokenId: 'root@pam!infrahaus', secret: 's1' },
  vaultSubject: 'node:n1',
  ...{ sshUser: 'root', lab: false, simulated: false },
  ...{ sshCredential: { kind: 'password', secret: 's2' }, tlsFingerprint: 'AA', sshFingerprint: 'SHA256:x' },
  addedAt: '2026-01-01T00:00:00.000Z',
};
const registered: NodeEvent = { type: 'NodeRegistered', data: node };
const removed: NodeEvent = { type: 'NodeRemoved', data: { id: 'n1' } };
const when = (command: NodeCommand, ...given: NodeEvent[]) =>
  nodeRegistry.decide(command, given.reduce(nodeRegistry.evolve, nodeRegistry.initialState));

describe('the registry of nodes', () => {
  it('should register a node once', () => {
    expect(when({ type: 'RegisterNode', node })).toEqual({ kind: 'accepted', events: [registered] });
    const again = { ...node, id: 'n2' };
    expect(when({ type: 'RegisterNode', node: again }, registered)).toMatchObject({ kind: 'rejected' });
  });

  it('should take a node again after it was removed, and one of the same name in another cluster', () => {
    expect(when({ type: 'RegisterNode', node }, registered, removed)).toMatchObject({ kind: 'accepted' });
    const other = { ...node, id: 'n2', cluster: 'work' };
    expect(when({ type: 'RegisterNode', node: other }, registered)).toMatchObject({ kind: 'accepted' });
  });

  it('should remove a node, and change nothing when it is gone already', () => {
    expect(when({ type: 'RemoveNode', id: 'n1' }, registered)).toEqual({
      kind: 'accepted',
      events: [removed],
    });
    expect(when({ type: 'RemoveNode', id: 'n1' })).toEqual({ kind: 'accepted', events: [] });
  });

  it('should change a node, but never into another one', () => {
    const moved = {
      ...node,
      host: 'new.example',
      login: { kind: 'password', user: 'root@pam', secret: 's3' },
    } as const;
    expect(when({ type: 'UpdateNode', node: moved }, registered)).toEqual({
      kind: 'accepted',
      events: [{ type: 'NodeUpdated', data: moved }],
    });
    expect(when({ type: 'UpdateNode', node: { ...moved, name: 'pve2' } }, registered)).toMatchObject({
      rejection: 'another-node',
    });
    expect(when({ type: 'UpdateNode', node: moved })).toMatchObject({ rejection: 'not-registered' });
    const state = [registered, { type: 'NodeUpdated', data: moved } as const].reduce(
      nodeRegistry.evolve,
      nodeRegistry.initialState,
    );
    expect(state.get('n1')).toEqual(moved);
  });

  it('should read a node that an older version registered with a token', () => {
    const { login, vaultSubject, ...rest } = node;
    expect([login.kind, vaultSubject]).toEqual(['token', 'node:n1']);
    const data = { ...rest, tokenId: 'root@pam!infrahaus', tokenSecret: 's1' };
    expect(
      nodeRegistry.evolve(nodeRegistry.initialState, { type: 'NodeRegistered', data }).get('n1'),
    ).toEqual(node);
  });
});
