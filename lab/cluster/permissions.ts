import type { Caller } from '../access/caller.js';
import { privilegeToConfigure } from '../access/privileges.js';
import type { Arguments } from '../api/parameters.js';
import { PveError } from '../api/pve-error.js';
import { POOLS } from './inventory.js';
import { NOT_CONFIGURATION } from './lxc-parameters.js';
import { bridgePath } from './network.js';
import { parsePropertyString } from './property-string.js';

/** Throws a 403 unless the caller may create this container, see PVE::API2::LXC, create_vm. */
export function permitCreate(args: Arguments, caller: Caller): void {
  const path = `/vms/${args.text('vmid')}`;
  const pool = args.optional('pool');
  if (pool !== null && !POOLS.some(({ poolid }) => poolid === pool)) {
    throw new PveError(403, `Permission check failed (pool '${pool}' does not exist)`);
  }
  const maker = pool === null ? caller : caller.within(pool, args.integer('vmid'));
  maker.requireAll(path, 'VM.Allocate');
  const [template = ''] = args.text('ostemplate').split(':');
  caller.requireAny(`/storage/${template}`, 'Datastore.AllocateSpace', 'Datastore.Audit');
  caller.requireAll(`/storage/${rootStorage(args)}`, 'Datastore.AllocateSpace');
  if (args.has('unprivileged') && !args.flag('unprivileged')) caller.requireAll('/', 'Sys.Modify');
  permitKeys(args, maker, path);
}

/** The same for a change of an existing one. */
export function permitUpdate(args: Arguments, caller: Caller): void {
  permitKeys(args, caller, `/vms/${args.text('vmid')}`);
}

function permitKeys(args: Arguments, caller: Caller, path: string): void {
  if (caller.isRoot) return;
  const removed = args.text('delete').split(/[ ,;]+/).filter(Boolean); // prettier-ignore
  const keys = [...args.entries().map(([key]) => key), ...removed].filter(
    (key) => !NOT_CONFIGURATION.has(key),
  );
  for (const key of keys) {
    forRootOnly(key, args);
    // Whether it is privileged is asked for by itself.
    if (key !== 'unprivileged' && key !== 'ostype') caller.requireAll(path, privilegeToConfigure(key));
    const bridge = /^net\d+$/.test(key) ? parsePropertyString(args.text(key)).get('bridge') : undefined;
    if (bridge !== undefined) caller.requireAll(bridgePath(bridge), 'SDN.Use');
  }
}

/** What no privilege stands for: only root by a ticket may do it, not even a token of root. */
function forRootOnly(key: string, args: Arguments): void {
  const refuse = (what: string): never => {
    throw new PveError(403, `Permission check failed (${what} is only allowed for root@pam)`);
  };
  if (/^dev\d+$/.test(key) || key === 'hookscript') refuse(`configuring ${key}`);
  if (key === 'features') {
    const features = [...parsePropertyString(args.text('features')).keys()];
    if (args.has('unprivileged') && !args.flag('unprivileged') && features.length > 0) {
      refuse('changing feature flags for privileged container');
    }
    if (features.some((name) => name !== 'nesting')) refuse('changing feature flags (except nesting)');
  }
  if (/^(?:mp\d+|rootfs)$/.test(key) && /^(?:volume=)?\//.test(args.text(key))) {
    refuse(`mount point type bind for ${key}`);
  }
}

function rootStorage(args: Arguments): string {
  const volume = parsePropertyString(args.text('rootfs'), 'volume').get('volume') ?? '';
  return volume.includes(':') ? (volume.split(':')[0] ?? '') : (args.optional('storage') ?? 'local');
}
