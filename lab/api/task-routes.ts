import type { Cluster } from '../cluster/cluster.js';
import { NODE, VMID } from '../cluster/lxc-parameters.js';
import { isUpid } from '../cluster/upid.js';
import type { StoredTask } from '../store.js';
import { knownNode } from './node-routes.js';
import type { Parameter, Parameters } from './parameters.js';
import { parameterError } from './pve-error.js';
import { Page } from './router.js';
import type { Call, Route } from './router.js';

const TEXT: Parameter = { type: 'string', optional: true };
/** Seconds since 1970. */
const TIME: Parameter = { type: 'integer', optional: true };
const INTEGER: Parameter = { type: 'integer', optional: true, min: 0 };
const UPID: Parameters = {
  node: NODE,
  upid: { type: 'string', format: (value) => (isUpid(value) ? null : 'unable to parse worker upid') },
};
const TASKS = '/nodes/{node}/tasks';

export function taskRoutes(cluster: Cluster): Route[] {
  return [
    {
      method: 'GET',
      path: TASKS,
      parameters: {
        node: NODE,
        errors: { type: 'boolean', optional: true },
        limit: INTEGER,
        since: TIME,
        source: { type: 'string', optional: true, oneOf: ['archive', 'active', 'all'] },
        start: INTEGER,
        statusfilter: TEXT,
        typefilter: TEXT,
        until: TIME,
        userfilter: TEXT,
        vmid: { ...VMID, optional: true },
      },
      answer: (call) => list(cluster, call),
    },
    {
      method: 'GET',
      path: `${TASKS}/{upid}/status`,
      parameters: UPID,
      answer: (call) => status(find(cluster, call, 'Sys.Audit')),
    },
    {
      method: 'GET',
      path: `${TASKS}/{upid}/log`,
      parameters: { ...UPID, download: { type: 'boolean', optional: true }, limit: INTEGER, start: INTEGER },
      answer: (call) => log(cluster, call),
    },
    {
      method: 'DELETE',
      path: `${TASKS}/{upid}`,
      parameters: UPID,
      answer: async (call) => {
        await cluster.tasks.cancel(find(cluster, call, 'Sys.Modify').upid);
        return null;
      },
    },
  ];
}

/** Somebody else's task takes a privilege on the node. */
function find(cluster: Cluster, { args, caller }: Call, privilege: string): StoredTask {
  const node = knownNode(cluster, args);
  const task = cluster.tasks.find(args.text('upid'));
  if (task?.node !== node) throw parameterError({ upid: 'no such task' });
  if (!caller.owns(task)) caller.requireAll(`/nodes/${node}`, privilege);
  return task;
}

function status(task: StoredTask): object {
  return {
    ...described(task),
    status: task.exitstatus === null ? 'running' : 'stopped',
    ...(task.exitstatus === null ? {} : { exitstatus: task.exitstatus }),
  };
}

function described(task: StoredTask): object {
  const { upid, node, pid, pstart, starttime, type, id } = task;
  const [user = '', tokenid] = task.user.split('!');
  return {
    upid,
    node,
    pid,
    pstart,
    starttime,
    type,
    id,
    user,
    ...(tokenid === undefined ? {} : { tokenid }),
  };
}

/** `start` is the number of lines to skip. An empty log is shown as one line, number 1, see PVE::Tools::dump_logfile. */
function log(cluster: Cluster, call: Call): Page {
  const { args } = call;
  const lines = cluster.store
    .lines(find(cluster, call, 'Sys.Audit').upid)
    .map((t, index) => ({ n: index + 1, t }));
  if (lines.length === 0) return new Page([{ n: 1, t: 'no content' }], 1);
  const start = args.integer('start');
  const limit = args.integer('limit', 50);
  const page = lines.slice(start, limit === 0 ? undefined : start + limit);
  return new Page(page, lines.length);
}

function list(cluster: Cluster, { args, caller }: Call): Page {
  const node = knownNode(cluster, args);
  const seesAll = caller.can(`/nodes/${node}`, 'Sys.Audit');
  const source = args.optional('source') ?? 'archive';
  const all = cluster.store
    .tasks(node)
    .filter((task) => seesAll || caller.owns(task))
    .filter((task) => source === 'all' || (source === 'active') === (task.exitstatus === null))
    .filter((task) => !args.has('vmid') || task.id === args.text('vmid'))
    .filter((task) => !args.has('typefilter') || task.type === args.text('typefilter'))
    .filter((task) => !args.has('userfilter') || task.user.includes(args.text('userfilter')))
    .filter((task) => !args.has('since') || task.starttime >= args.integer('since'))
    .filter((task) => !args.has('until') || task.starttime <= args.integer('until'))
    .filter((task) => !args.flag('errors') || (task.exitstatus !== null && task.exitstatus !== 'OK'));
  const start = args.integer('start');
  const limit = args.integer('limit', 50);
  const page = all.slice(start, limit === 0 ? undefined : start + limit);
  return new Page(page.map(listed), all.length);
}

/** A list says how a task ended in `status`, where the status call has `exitstatus`. */
function listed(task: StoredTask): object {
  return task.endtime === null
    ? described(task)
    : { ...described(task), endtime: task.endtime, status: task.exitstatus };
}
