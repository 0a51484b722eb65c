import { randomUUID } from 'node:crypto';
import type { AppendExpectedRevision } from '@eventstore/db-client';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { EmbeddedStore } from '../embedded-store.js';
import { startEmbeddedStore } from '../embedded-store.js';
import type { Metadata, Outcome } from './model.js';
import { DELETED, Model } from './model.js';
import type { Random } from './random.js';
import { credentialsOf } from './store-under-test.js';

const STREAMS = ['a', 'b', 'c', 'd'];

/** Does random operations to a store and to the model, and compares what both make of them. */
export class RandomOperations {
  private readonly model = new Model();
  private readonly journal: string[] = [];
  private store!: EmbeddedStore;
  private client!: EventStoreDBClient;

  constructor(
    private readonly dataDir: string,
    private readonly random: Random,
  ) {}

  async run(steps: number): Promise<void> {
    await this.start();
    try {
      for (let step = 0; step < steps; step++) await this.step();
      for (const stream of STREAMS) await this.compare(stream);
    } catch (error) {
      console.error(`seed ${this.random.seed}, after:\n${this.journal.slice(-15).join('\n')}`);
      throw error;
    } finally {
      await this.stop();
    }
  }

  private async start(): Promise<void> {
    this.store = await startEmbeddedStore({ dataDir: this.dataDir, port: 0 });
    this.client = EventStoreDBClient.connectionString(this.store.url);
  }

  private async stop(): Promise<void> {
    await this.client.dispose();
    await this.store.stop();
  }

  private async step(): Promise<void> {
    const stream = this.random.oneOf(STREAMS);
    const dice = this.random.below(100);
    if (dice < 60) await this.append(stream);
    else if (dice < 75) await this.setMetadata(stream);
    else if (dice < 86) await this.delete(stream);
    else if (dice < 87) await this.tombstone(stream);
    else if (dice < 96) await this.scavenge();
    else if (dice < 98) await this.restart();
    await this.compare(stream);
  }

  private async append(stream: string): Promise<void> {
    const expected = this.expectation(stream);
    const known = this.model.idsOf(stream);
    const from = this.random.below(known.length + 1);
    const count = 1 + this.random.below(3);
    const repeated = this.random.below(4) === 0 ? known.slice(from, from + count) : [];
    const fresh = this.random.oneOf([
      [...repeated, randomUUID()],
      [randomUUID(), ...repeated],
    ]);
    const ids = repeated.length > 0 && this.random.below(4) > 0 ? repeated : fresh;
    this.journal.push(`append ${stream} ${String(expected)} ${ids.join(' ')}`);
    const wanted = this.model.append(stream, expected, ids);
    const events = ids.map((id) => jsonEvent({ id, type: 'Told', data: {} }));
    const unary = this.random.below(2) === 0 ? { credentials: credentialsOf(this.store.url) } : {};
    const found = this.client.appendToStream(stream, events, { expectedRevision: expected, ...unary });
    expect(await outcomeOf(found.then((result) => Number(result.nextExpectedRevision)))).toEqual(wanted);
  }

  private async setMetadata(stream: string): Promise<void> {
    const metadata: Metadata = { note: this.random.below(1_000) };
    if (this.random.below(2) === 0) metadata.maxCount = 1 + this.random.below(4);
    if (this.random.below(3) === 0) metadata.truncateBefore = this.random.below(12);
    this.journal.push(`metadata ${stream} ${JSON.stringify(metadata)}`);
    const wanted = this.model.setMetadata(stream, metadata);
    const outcome = await outcomeOf(this.client.setStreamMetadata(stream, metadata).then(() => 0));
    expect(outcome).toEqual(wanted ?? { revision: 0 });
  }

  private async delete(stream: string): Promise<void> {
    const expected = this.expectation(stream);
    // The client cannot delete with stream_exists.
    const expectedRevision = expected === 'stream_exists' ? 'any' : expected;
    this.journal.push(`delete ${stream} ${String(expectedRevision)}`);
    const wanted = this.model.delete(stream, expectedRevision);
    const outcome = await outcomeOf(this.client.deleteStream(stream, { expectedRevision }).then(() => 0));
    expect(outcome).toEqual(wanted ?? { revision: 0 });
  }

  private async tombstone(stream: string): Promise<void> {
    this.journal.push(`tombstone ${stream}`);
    const wanted = this.model.tombstone(stream);
    const outcome = await outcomeOf(this.client.tombstoneStream(stream).then(() => 0));
    expect(outcome).toEqual(wanted ?? { revision: 0 });
  }

  private async scavenge(): Promise<void> {
    this.journal.push('scavenge');
    this.model.scavenge();
    await this.store.scavenge();
  }

  private async restart(): Promise<void> {
    this.journal.push('restart');
    await this.stop();
    await this.start();
    // The store scavenges at its start, in slices: after another pass it is known to be through.
    await this.store.scavenge();
    this.model.scavenge();
    this.model.restart();
  }

  private expectation(stream: string): AppendExpectedRevision {
    const last = this.model.idsOf(stream).length - 1;
    const around = BigInt(Math.max(0, last - 3 + this.random.below(6)));
    const right = last < 0 ? 'no_stream' : BigInt(last);
    return this.random.oneOf<AppendExpectedRevision>([
      'any',
      'no_stream',
      'stream_exists',
      around,
      right,
      right,
    ]);
  }

  /** What is shown of a stream, forwards and backwards, and its metadata. */
  private async compare(stream: string): Promise<void> {
    const wanted = this.model.shown(stream);
    expect(await this.shown(stream, false)).toEqual(wanted);
    expect(await this.shown(stream, true)).toEqual(typeof wanted === 'string' ? wanted : wanted.toReversed());
    const metadata = this.model.metadata(stream);
    if (metadata === 'deleted') return;
    const found = (await this.client.getStreamMetadata<Record<string, never>>(stream)).metadata;
    expect(found ?? null).toEqual(metadata.metadata && spelled(metadata.metadata));
  }

  private async shown(stream: string, backwards: boolean) {
    try {
      const options = backwards ? ({ direction: BACKWARDS, fromRevision: END } as const) : {};
      const events = await Array.fromAsync(this.client.readStream(stream, options));
      return events.map(({ event }) => ({ revision: Number(event!.revision), id: event!.id }));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return 'missing';
      if (error instanceof StreamDeletedError) return 'deleted';
      throw error;
    }
  }
}

/** As the client reads the mark of a deletion: it loses the last digits of the highest 64-bit integer. */
const spelled = (metadata: Metadata) =>
  metadata.truncateBefore === DELETED ? { ...metadata, truncateBefore: Number(2n ** 63n - 1n) } : metadata;

async function outcomeOf(revision: Promise<number>): Promise<Outcome> {
  try {
    return { revision: await revision };
  } catch (error) {
    if (error instanceof StreamDeletedError) return 'deleted';
    if (!(error instanceof WrongExpectedVersionError)) throw error;
    const { actualVersion } = error as { actualVersion?: bigint | 'no_stream' };
    return { wrong: typeof actualVersion === 'bigint' ? Number(actualVersion) : null };
  }
}
