import { setTimeout as delay } from 'node:timers/promises';
import { ProxmoxError } from '../../../proxmox/proxmox-error.js';
import { parseUpid } from '../../../proxmox/upid.js';
import type { Row } from '../../../proxmox/values.js';
import { text } from '../../../proxmox/values.js';
import type { PhaseContext } from '../phase.js';
import { carriesMarker, markerOf } from './create-parameters.js';

/** What stands at a VMID that we chose before. */
export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'foreign' }
  /** A task of our user makes it just now; whether for us, its marker tells at the end. */
  | { readonly kind: 'creating'; readonly upid: string }
  | { readonly kind: 'ours'; readonly upid: string | null }
  /** Locked, with nobody of ours at work. */
  | { readonly kind: 'locked' };

const LOOK_AGAIN_MS = 500;
const LOCKED_AT_MOST_MS = 60_000;

/** Looks until what stands there is not just in the making by somebody. */
export async function settled(context: PhaseContext, vmid: number): Promise<Found> {
  const deadline = performance.now() + LOCKED_AT_MOST_MS;
  for (;;) {
    const found = await look(context, vmid);
    if (found.kind !== 'locked' || performance.now() > deadline) return found;
    await delay(LOOK_AGAIN_MS, undefined, { signal: context.signal });
  }
}

/**
 * A create call of ours may take effect while we look, so the order matters: what was taken before, and is still
 * neither in the making nor a container of this node afterwards, is a virtual machine or on another node.
 */
async function look({ node: { api }, installation, container }: PhaseContext, vmid: number): Promise<Found> {
  const taken = (await api.takenVmids()).includes(vmid);
  const upid = await latestCreate(api, vmid);
  if (upid !== null && (await api.taskStatus(upid)).running) return { kind: 'creating', upid };
  const config = await configOf(api, vmid);
  if (config === null) return { kind: taken ? 'foreign' : 'absent' };
  // The marker is only written at the end of the creation.
  if (text(config, 'lock') === 'create') return { kind: 'locked' };
  const ours = carriesMarker(text(config, 'description'), markerOf(installation, container));
  return ours ? { kind: 'ours', upid } : { kind: 'foreign' };
}

async function latestCreate(api: PhaseContext['node']['api'], vmid: number): Promise<string | null> {
  const tasks = await api.tasksOf(vmid, 'vzcreate');
  return tasks.find((upid) => parseUpid(upid)?.user === api.user) ?? null;
}

async function configOf(api: PhaseContext['node']['api'], vmid: number): Promise<Row | null> {
  try {
    return await api.containerConfig(vmid);
  } catch (error) {
    if (error instanceof ProxmoxError && error.code === 'PROXMOX.NOT_FOUND') return null;
    throw error;
  }
}
