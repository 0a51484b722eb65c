import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { filter, firstValueFrom, of, Subject, timeout } from 'rxjs';
import type { AllMessage, EventStore, RecordedEvent } from '../event-store/event-store.js';
import { Installation } from '../event-store/installation.js';
import { Checkpoints, isOfThisHistory, NOTHING_APPLIED } from './checkpoints.js';
import type { Projection, ReadModelChange } from './projection.js';

/** Longest stretch of applying events before the event loop gets a turn. */
const SLICE_MS = 10;

/** How many events share a transaction while catching up. One by one a rebuild would take many times as long. */
const BATCH = 64;

/** Beyond every position that a store can have. */
const NEVER = 2n ** 63n;

interface Registered {
  readonly projection: Projection;
  checkpoint: bigint;
}

/**
 * The read models of this process: rows in one SQLite file, kept up by one subscription to the event store. The file
 * is disposable: without it, or with another store or another history behind it, everything is built anew from the events.
 */
export class ReadStore {
  readonly database: DatabaseSync;
  private readonly logger = new Logger(ReadStore.name);
  private readonly checkpoints: Checkpoints;
  private readonly registered: Registered[] = [];
  private readonly changed = new Subject<ReadModelChange>();
  private readonly moved = new Subject<bigint>();
  private readonly stopping = new AbortController();
  private following?: Promise<void>;
  private batch: RecordedEvent[] = [];
  private trouble: string | null = null;
  private caughtUp: () => void = () => undefined;
  private readonly firstCaughtUp = new Promise<void>((resolve) => (this.caughtUp = resolve));

  /**
   * @param directory of this process alone
   * @param installation identity of the event store; the rows of another one are thrown away
   */
  constructor(
    directory: string,
    private readonly installation: string,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.database = new DatabaseSync(join(directory, 'read-models.sqlite'));
    // Disposable data: losing the last commits to a power cut only means applying them again.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.checkpoints = new Checkpoints(this.database, installation);
  }

  /** Adds a read model; one of another version is thrown away and built anew. Call before `start`. */
  register(projection: Projection): void {
    const found = this.checkpoints.find(projection.name, projection.version);
    if (!found) this.checkpoints.begin(projection);
    this.registered.push({ projection, checkpoint: found?.position ?? NOTHING_APPLIED });
  }

  /** Follows the event store from the oldest checkpoint on. */
  start(store: EventStore): void {
    this.following = this.followAll(store).catch((error: unknown) => {
      // A read model that cannot follow must not go on answering old news: end the process, as for any broken invariant.
      setImmediate(() => {
        throw error;
      });
    });
  }

  private async followAll(store: EventStore): Promise<void> {
    const prefixes = [...new Set(this.registered.flatMap(({ projection }) => projection.streams))];
    const onTrouble = (reason: string | null) => {
      this.tell(reason);
    };
    const resume = () => this.placeIn(store);
    const { signal } = this.stopping;
    await this.follow(store.subscribeToAll({ after: 'start', prefixes, signal, resume, onTrouble }));
  }

  /** Where to go on: the store may have been restored or exchanged meanwhile, also while this process runs. */
  private async placeIn(store: EventStore): Promise<bigint | 'start'> {
    this.batch = [];
    const found = await Installation.find(store);
    if (found && found.id !== this.installation)
      throw new Error('The event store is another one than when this process was started: start it again.');
    await this.leaveOtherHistory(store);
    const oldest = this.registered
      .map(({ checkpoint }) => checkpoint)
      .reduce((a, b) => (a < b ? a : b), NEVER);
    return oldest < 0n || oldest === NEVER ? 'start' : oldest;
  }

  /** Once for each reason, however often it is tried again. */
  private tell(trouble: string | null): void {
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    if (trouble === null) this.logger.log('The read models follow the event store again.');
    else
      this.logger.error(`The read models cannot follow the event store, and are not up to date: ${trouble}`);
  }

  /** Whether nothing but the store's absence keeps the read models from being up to date. */
  get canFollow(): boolean {
    return this.trouble === null;
  }

  /** Positions mean something in one history only: a read model that comes from another one is built anew. */
  private async leaveOtherHistory(store: EventStore): Promise<void> {
    for (const one of this.registered) {
      const { name, version } = one.projection;
      const checkpoint = this.checkpoints.find(name, version);
      if (!checkpoint || (await isOfThisHistory(store, checkpoint))) continue;
      this.logger.warn(
        `The event store does not have the event that the read model "${name}" has come to: it was restored, or is a copy. Building it anew.`,
      );
      this.checkpoints.begin(one.projection);
      one.checkpoint = NOTHING_APPLIED;
    }
  }

  private async follow(messages: AsyncIterable<AllMessage>): Promise<void> {
    let live = false;
    let sliceEnd = performance.now() + SLICE_MS;
    for await (const message of messages) {
      if (message.kind === 'event') this.batch.push(message.event);
      if (message.kind === 'caught-up') live = true;
      if (live || this.batch.length >= BATCH) {
        if (this.batch.length > 0) this.apply(this.batch);
        this.batch = [];
      }
      if (message.kind === 'caught-up') this.caughtUp();
      if (performance.now() > sliceEnd) {
        await nextTurn();
        sliceEnd = performance.now() + SLICE_MS;
      }
    }
  }

  /** Rows and checkpoints move in one transaction, so an event counts once however often it comes. */
  private apply(events: readonly RecordedEvent[]): void {
    const changes: ReadModelChange[] = [];
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const event of events)
        for (const one of this.registered) changes.push(...this.applyTo(one, event));
      this.recordCheckpoints(events.at(-1));
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
    const last = events.at(-1);
    if (last) this.moved.next(last.position);
    for (const change of changes) this.changed.next(change);
  }

  /** Once per transaction: a rebuild would otherwise write as many checkpoints as there are events, for each read model. */
  private recordCheckpoints(last: RecordedEvent | undefined): void {
    if (!last) return;
    for (const { projection, checkpoint } of this.registered)
      if (checkpoint === last.position) this.checkpoints.moveTo(projection.name, last);
  }

  private applyTo(one: Registered, event: RecordedEvent): ReadModelChange[] {
    const { projection } = one;
    if (event.position <= one.checkpoint) return [];
    one.checkpoint = event.position;
    if (!projection.streams.some((prefix) => event.stream.startsWith(prefix))) return [];
    const keys = projection.apply(this.database, event);
    return keys.map((key) => ({ projection: projection.name, key, position: event.position }));
  }

  /** What changed, after it was committed. */
  get changes(): Observable<ReadModelChange> {
    return this.changed.asObservable();
  }

  /** Resolves once everything that was there at the start has been applied. */
  ready(): Promise<void> {
    return this.firstCaughtUp;
  }

  /** Whether the read models include an event's position, or do so in time. */
  async waitFor(position: bigint, timeoutMs: number): Promise<boolean> {
    const reached = () => this.registered.every(({ checkpoint }) => checkpoint >= position);
    if (reached()) return true;
    const until = this.moved.pipe(filter(reached), timeout({ first: timeoutMs, with: () => of(null) }));
    return (await firstValueFrom(until, { defaultValue: null })) !== null;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
    this.moved.complete();
    this.changed.complete();
    this.database.close();
  }
}
