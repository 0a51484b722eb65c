import type { ContainerCardFragment } from '../../../../schema/generated/client.js';

/** A container as the server lists it. */
export function container(change: Partial<ContainerCardFragment> = {}): ContainerCardFragment {
  return {
    id: 'c1',
    hostname: 'web-1',
    state: 'READY',
    vmid: 101,
    nodeId: 'n1',
    nodeName: 'lab-a',
    lab: false,
    templateTitle: 'nginx web server',
    tags: [],
    stopped: false,
    percent: 100,
    phase: null,
    address: '10.0.0.4',
    createdAt: '2026-01-31T12:00:00.000Z',
    updatedAt: '2026-01-31T12:00:00.000Z',
    ...change,
  };
}
