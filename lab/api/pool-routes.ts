import type { Caller } from '../access/caller.js';
import type { Cluster } from '../cluster/cluster.js';
import { POOLS } from '../cluster/inventory.js';
import type { Parameter } from './parameters.js';
import { PveError } from './pve-error.js';
import type { Route } from './router.js';

const TEXT: Parameter = { type: 'string', optional: true };

/** Pools are only shown to whoever may audit them, see PVE::API2::Pool. */
export function poolRoutes(cluster: Cluster): Route[] {
  return [
    {
      method: 'GET',
      path: '/pools',
      parameters: { poolid: TEXT, type: { ...TEXT, oneOf: ['qemu', 'lxc', 'storage'] } },
      answer: ({ args, caller }) => {
        const wanted = args.optional('poolid');
        return wanted === null ? visible(caller) : [one(cluster, caller, wanted)];
      },
    },
  ];
}

const visible = (caller: Caller): object[] =>
  POOLS.filter(({ poolid }) => caller.can(`/pool/${poolid}`, 'Pool.Audit'));

function one(cluster: Cluster, caller: Caller, wanted: string): object {
  caller.requireAll(`/pool/${wanted}`, 'Pool.Audit');
  const pool = POOLS.find(({ poolid }) => poolid === wanted);
  if (!pool) throw new PveError(500, `pool '${wanted}' does not exist`);
  const members = cluster.store.containers().filter(({ vmid }) => cluster.store.poolOf(vmid) === wanted);
  return {
    ...pool,
    members: members.map(({ vmid, node }) => ({ id: `lxc/${vmid}`, node, type: 'lxc', vmid })),
  };
}
