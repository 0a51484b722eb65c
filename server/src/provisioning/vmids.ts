import { randomUUID } from 'node:crypto';
import type { CommandHandling } from '../event-store/command-handling.js';
import { WrongRevision } from '../event-store/event-store.js';
import type { VmidRegistry } from './phases/phase.js';

/** Each of these is ten tries already. */
const MOST_ROUNDS = 50;

type VmidEvent =
  | { readonly type: 'VmidReserved'; readonly data: { readonly vmid: number; readonly container: string } }
  | { readonly type: 'VmidReleased'; readonly data: { readonly vmid: number; readonly container: string } };
/** Container by VMID. */
type Reservations = ReadonlyMap<number, string>;
type Command =
  | { readonly type: 'Reserve'; readonly vmid: number; readonly container: string }
  | { readonly type: 'Release'; readonly vmid: number; readonly container: string };

const vmidDecider = {
  initialState: new Map<number, string>() as Reservations,
  eventTypes: ['VmidReserved', 'VmidReleased'] as const,
  evolve(reservations: Reservations, { type, data }: VmidEvent): Reservations {
    const next = new Map(reservations);
    if (type === 'VmidReserved') next.set(data.vmid, data.container);
    else next.delete(data.vmid);
    return next;
  },
  decide({ type, vmid, container }: Command, reservations: Reservations) {
    const holder = reservations.get(vmid);
    const accept = (...events: VmidEvent[]) => ({ kind: 'accepted' as const, events });
    if (type === 'Release')
      return holder === container ? accept({ type: 'VmidReleased', data: { vmid, container } }) : accept();
    if (holder === undefined) return accept({ type: 'VmidReserved', data: { vmid, container } });
    return holder === container ? accept() : { kind: 'rejected' as const, rejection: 'taken' as const };
  },
};
const HIGHEST_VMID = 999_999_999;

/** Reserves VMIDs of a cluster in one stream, so that simultaneous requests never choose the same one. */
export class Vmids implements VmidRegistry {
  constructor(
    private readonly handling: CommandHandling,
    private readonly actor: string,
  ) {}

  async reserve(request: Parameters<VmidRegistry['reserve']>[0]): ReturnType<VmidRegistry['reserve']> {
    const { cluster, container, wanted, from } = request;
    const { state } = await this.handling.fold(streamOf(cluster), vmidDecider);
    const mine = [...state].find(([, holder]) => holder === container)?.[0];
    if (mine !== undefined) return { kind: 'reserved', vmid: mine };
    for (let vmid = wanted ?? from; vmid <= HIGHEST_VMID; vmid++) {
      const free = !state.has(vmid) && (await request.isFree(vmid));
      if (free && (await this.execute(cluster, { type: 'Reserve', vmid, container })))
        return { kind: 'reserved', vmid };
      if (wanted !== null) break;
    }
    return { kind: 'taken' };
  }

  async held({ cluster, container }: Parameters<VmidRegistry['held']>[0]): Promise<number | null> {
    const { state } = await this.handling.fold(streamOf(cluster), vmidDecider);
    return [...state].find(([, holder]) => holder === container)?.[0] ?? null;
  }

  async release({ cluster, container, vmid }: Parameters<VmidRegistry['release']>[0]): Promise<void> {
    await this.execute(cluster, { type: 'Release', vmid, container });
  }

  private async execute(cluster: string, command: Command): Promise<boolean> {
    const commandId = randomUUID();
    const metadata = {
      commandId,
      correlationId: command.container,
      actor: this.actor,
      at: new Date().toISOString(),
    };
    const request = { stream: streamOf(cluster), decider: vmidDecider, command, metadata };
    for (let round = 1; ; round++) {
      try {
        return (await this.handling.execute(request)).kind === 'accepted';
      } catch (error) {
        // The stream is that of a whole cluster: whoever loses often loses to others who get on, and has its turn.
        if (!(error instanceof WrongRevision) || round === MOST_ROUNDS) throw error;
      }
    }
  }
}

const streamOf = (cluster: string) => `vmids-${cluster}`;
