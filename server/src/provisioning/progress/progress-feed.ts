import { Inject, Injectable, Optional } from '@nestjs/common';
import { containerEvent, isOfRun } from '../../containers/domain/known-event.js';
import type { RecordedEvent } from '../../event-store/event-store.js';
import { StoreUnavailable } from '../../event-store/event-store.js';
import { ReadStore } from '../../read-store/read-store.js';
import type { Channel, History } from './channel.js';
import type { Place } from './cursor.js';
import { decodeCursor, feedError } from './cursor.js';
import type { ProgressFrame } from './progress-event.js';
import type { RunView } from './progress-events.js';
import { look, nothingSeen } from './progress-events.js';
import { Resumable } from './resumable.js';
import { RunReader } from './run-reader.js';
import type { Start } from './run-reader.js';
import { Tail } from './tail.js';

/** Injection token of the longest silence in milliseconds; the contract says 15 s. */
export const SIGN_OF_LIFE_MS = Symbol('SIGN_OF_LIFE_MS');
const DEFAULT_SIGN_OF_LIFE_MS = 15_000;
const STORE_PAUSE_MS = 1_000;
const NOTHING = -1n;
/** Read models that are further behind than this do not keep the end of a run from whoever watches it. */
const READ_MODELS_MS = 2_000;

export interface WatchRequest {
  readonly container: string;
  /** The latest run if left out. */
  readonly run?: string | null;
  readonly after?: string | null;
}

/** The feed behind `containerProgress`: a run's whole story, replayed, then live, until its end. */
@Injectable()
export class ProgressFeed {
  private readonly signOfLifeMs: number;

  constructor(
    private readonly tail: Tail,
    @Inject(ReadStore) private readonly readModels: Pick<ReadStore, 'waitFor'>,
    @Optional() @Inject(SIGN_OF_LIFE_MS) signOfLifeMs: number | null,
  ) {
    this.signOfLifeMs = signOfLifeMs ?? DEFAULT_SIGN_OF_LIFE_MS;
  }

  /** Rejects with an error for the client when there is no such container or run, or the cursor is none of it. */
  async watch(request: WatchRequest): Promise<AsyncIterableIterator<ProgressFrame>> {
    const after = request.after ? decodeCursor(request.after) : null;
    // Joined before anything is read: what happens from here on is in the channel.
    const channel = this.tail.join(request.container);
    try {
      const start = startOf(await channel.history(), request.run ?? null, after);
      return this.frames(channel, start);
    } catch (error) {
      this.tail.leave(channel);
      throw error;
    }
  }

  private frames(channel: Channel, start: Start): Resumable<ProgressFrame> {
    const reader = new RunReader(channel, start);
    let terminalSent = false;
    const produce = async (signal: AbortSignal) => {
      if (terminalSent) return null;
      const frame =
        reader.endedAt === null ? await this.nextFrame(channel, reader, signal) : reader.signOfLife();
      terminalSent = frame?.terminal ?? false;
      // Whoever has seen a run end, and asks then, finds it ended in every list.
      if (reader.endedAt !== null) await this.readModels.waitFor(reader.endedAt, READ_MODELS_MS);
      return frame;
    };
    return new Resumable(produce, () => {
      this.tail.leave(channel);
    });
  }

  private async nextFrame(
    channel: Channel,
    reader: RunReader,
    signal: AbortSignal,
  ): Promise<ProgressFrame | null> {
    const deadline = performance.now() + this.signOfLifeMs;
    while (!signal.aborted) {
      // Noted before the look, so that nothing that comes in between is slept through.
      const { received } = channel;
      const frame = await readUnlessStoreIsAway(reader);
      if (frame && frame !== 'store-away') return frame;
      const left = deadline - performance.now();
      if (left <= 0) return reader.signOfLife();
      await channel.wait(received, frame ? Math.min(left, STORE_PAUSE_MS) : left, signal);
    }
    return null;
  }
}

/** While the store cannot be reached a watcher just hears nothing new: it goes on where it was. */
async function readUnlessStoreIsAway(reader: RunReader): Promise<ProgressFrame | 'store-away' | null> {
  try {
    return await reader.read();
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'store-away';
    throw error;
  }
}

function startOf({ facts, tail }: History, wanted: string | null, after: Place | null): Start {
  const run = after?.run ?? wanted ?? latestRun(facts);
  const first = facts.findIndex((event) => event.type === 'RunRequested' && isOfRun(event, run ?? ''));
  if (facts.length === 0) throw feedError('CONTAINER.NOT_FOUND', 'There is no such container.');
  if (run === null || first < 0) throw feedError('RUN.NOT_FOUND', 'The container has no such run.');
  if (wanted !== null && wanted !== run) {
    throw feedError('PROGRESS.BAD_CURSOR', 'The cursor belongs to another run.');
  }
  const place = after ?? beforeEvent(facts, first, run);
  const seen = facts.filter(({ revision }) => revision <= place.containerRevision);
  const last = seen.at(-1);
  if (after && (last?.revision !== after.containerRevision || seen.length <= first)) {
    throw feedError('PROGRESS.BAD_CURSOR', 'The cursor does not belong to this container.');
  }
  const position = last?.position ?? NOTHING;
  return {
    ...{ place, tail, position, view: viewAfter(seen, run), unread: [], unreadUpTo: position },
    endedAt: seen.find((event) => event.type === 'RunEnded' && isOfRun(event, run))?.position ?? null,
  };
}

function latestRun(facts: readonly RecordedEvent[]): string | null {
  const last = facts.findLast(({ type }) => type === 'RunRequested');
  return last ? (last.data as { run: string }).run : null;
}

function beforeEvent(facts: readonly RecordedEvent[], index: number, run: string): Place {
  const containerRevision = facts[index - 1]?.revision ?? NOTHING;
  return { run, containerRevision, logRevision: NOTHING, nextLine: 0 };
}

function viewAfter(seen: readonly RecordedEvent[], run: string): RunView {
  return seen
    .filter((event) => event.type === 'ContainerRequested' || isOfRun(event, run))
    .reduce((view, recorded) => {
      const event = containerEvent(recorded);
      return event ? look(view, event, recorded.metadata.at) : view;
    }, nothingSeen);
}
