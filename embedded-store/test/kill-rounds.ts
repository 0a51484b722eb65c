import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  EventStoreDBClient,
  jsonEvent,
  START,
  streamNameFilter,
  StreamDeletedError,
} from '@eventstore/db-client';
import type { Random } from './random.js';
import type { StoreProcesses } from './store-process.js';
import { credentialsOf, several } from './store-under-test.js';

const EVENTS_PER_APPEND = 3;
const WRITERS = 16;
const LOAD = streamNameFilter({ prefixes: ['load-'] });

interface Place {
  readonly commit: bigint;
  readonly prepare: bigint;
}
const nameOf = (event: { streamId: string; revision: bigint; id: string }) =>
  `${event.streamId}@${event.revision} ${event.id}`;

/**
 * Starts a store again and again on the same directory, puts load on it, kills it at a random instant, and checks after
 * each start what must not have changed.
 */
export class KillRounds {
  private readonly dataDir: string;
  private readonly acknowledged = new Map<string, bigint>();
  private readonly tombstoned: string[] = [];
  /** The last revision of every stream that was checked, and where that check ended. */
  private readonly checked = new Map<string, bigint>();
  private checkedUpTo: Place | typeof START = START;
  /** What a subscriber that comes back after each kill has been told since the last check, and its own place. */
  private told: string[] = [];
  private toldUpTo: Place | typeof START = START;

  constructor(
    private readonly processes: StoreProcesses,
    private readonly random: Random,
  ) {
    this.dataDir = processes.freshFolder();
  }

  async run(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const { child, url } = await this.processes.start(this.dataDir);
      await this.check(url);
      await this.loadUntilKilled(url, child, round);
    }
    const { child, url } = await this.processes.start(this.dataDir);
    await this.check(url);
    expect(this.acknowledged.size).toBeGreaterThan(0);
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  private async loadUntilKilled(url: string, child: ChildProcess, round: number): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    const exit = once(child, 'exit');
    this.follow(client);
    const kill = this.killAfter(child, 10 + this.random.below(200));
    const work = Array.from({ length: WRITERS }, (_value, writer) =>
      this.write(client, url, child, { stream: `load-${round}-${writer}`, unary: writer % 2 === 0, kill }),
    );
    work.push(this.meddle(client, child, round));
    // Not for them: the client never settles a batch that it began on a connection that was just cut.
    for (const one of work) one.catch(() => undefined);
    await exit;
    await client.dispose();
  }

  /** A subscriber in the midst of the load: it keeps its place, and goes on there after the next start. */
  private follow(client: EventStoreDBClient): void {
    const subscription = client.subscribeToAll({ fromPosition: this.toldUpTo, filter: LOAD });
    subscription.on('data', ({ event }) => {
      if (!event) return;
      this.told.push(nameOf(event));
      this.toldUpTo = event.position;
    });
    subscription.on('error', () => undefined);
  }

  private killAfter(child: ChildProcess, appends: number): () => void {
    let left = appends;
    return () => {
      // A few more turns of the loop: the next commits are on their way, or not.
      if (--left === 0) setTimeout(() => child.kill('SIGKILL'), this.random.below(5));
    };
  }

  private async write(
    client: EventStoreDBClient,
    url: string,
    child: ChildProcess,
    { stream, unary, kill }: { stream: string; unary: boolean; kill: () => void },
  ): Promise<void> {
    const options = unary ? { credentials: credentialsOf(url), deadline: 2_000 } : {};
    while (!child.killed) {
      const { nextExpectedRevision } = await client.appendToStream(
        stream,
        several(EVENTS_PER_APPEND),
        options,
      );
      this.acknowledged.set(stream, nextExpectedRevision);
      kill();
    }
  }

  /** Tombstones and truncations, so that the scavenger is at work as well. */
  private async meddle(client: EventStoreDBClient, child: ChildProcess, round: number): Promise<void> {
    for (let n = 0; !child.killed; n++) {
      const stream = `brief-${round}-${n}`;
      const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(20_000) } });
      await client.appendToStream(stream, [large, large]);
      await client.setStreamMetadata(stream, { maxCount: 1 });
      if (n % 2 === 0) {
        await client.tombstoneStream(stream);
        this.tombstoned.push(stream);
      } else await client.deleteStream(stream);
    }
  }

  private async check(url: string): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    const found = await this.checkNewEvents(client);
    for (const [stream, revision] of this.acknowledged)
      expect(this.checked.get(stream) ?? -1n).toBeGreaterThanOrEqual(revision);
    // Each event once and in order: the subscriber was told a beginning of what is there, and goes on behind it.
    expect(this.told).toEqual(found.slice(0, this.told.length));
    this.told = [];
    this.toldUpTo = this.checkedUpTo;
    const last = this.tombstoned.at(-1);
    if (last) await expect(client.readStream(last).toArray()).rejects.toBeInstanceOf(StreamDeletedError);
    await client.dispose();
  }

  private async checkNewEvents(client: EventStoreDBClient): Promise<string[]> {
    const found: string[] = [];
    const ids = new Set<string>();
    const grown = new Set<string>();
    let previous = this.checkedUpTo === START ? -1n : this.checkedUpTo.commit;
    const options = this.checkedUpTo === START ? {} : { fromPosition: this.checkedUpTo };
    for await (const { event } of client.readAll(options)) {
      const { streamId, revision, position, id } = event!;
      // A read begins with the event at the given position.
      if (position.commit === previous && found.length === 0) continue;
      expect(position.commit).toBeGreaterThan(previous);
      previous = position.commit;
      if (!streamId.startsWith('load-')) continue;
      this.checkedUpTo = position;
      expect(revision).toBe((this.checked.get(streamId) ?? -1n) + 1n);
      this.checked.set(streamId, revision);
      grown.add(streamId);
      expect(ids.has(id)).toBe(false);
      ids.add(id);
      found.push(nameOf(event!));
    }
    for (const stream of grown) expect((this.checked.get(stream)! + 1n) % BigInt(EVENTS_PER_APPEND)).toBe(0n);
    return found;
  }
}
