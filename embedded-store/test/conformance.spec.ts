import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONEventType } from '@eventstore/db-client';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  excludeSystemEvents,
  jsonEvent,
  MaxAppendSizeExceededError,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { EmbeddedStore } from '../embedded-store.js';
import { startEmbeddedStore } from '../embedded-store.js';

type Numbered = JSONEventType<'Numbered', { n: number }>;
const numbered = (n: number) => jsonEvent<Numbered>({ type: 'Numbered', data: { n } });
const several = (count: number, from = 0) =>
  Array.from({ length: count }, (_value, index) => numbered(from + index));

describe('the streams protocol, through the official client', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-store-'));
  // The same sentences hold for a real EventStoreDB: set EVENTSTORE_URL to run them there.
  const foreign = process.env['EVENTSTORE_URL'];
  let store: EmbeddedStore | undefined;
  let client: EventStoreDBClient;
  let count = 0;
  const freshStream = () => `conformance-${String(process.pid)}-${String(Date.now())}-${String(count++)}`;

  beforeAll(async () => {
    store = foreign ? undefined : await startEmbeddedStore({ dataDir, port: 0 });
    client = EventStoreDBClient.connectionString(foreign ?? store?.url ?? '');
  });

  afterAll(async () => {
    await client.dispose();
    await store?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function numbersOf(stream: string, options: object = {}): Promise<number[]> {
    const numbers: number[] = [];
    for await (const { event } of client.readStream<Numbered>(stream, options))
      if (event) numbers.push(event.data.n);
    return numbers;
  }

  describe('appending', () => {
    it('should tell the next revision and the commit position', async () => {
      const result = await client.appendToStream(freshStream(), several(3), {
        expectedRevision: 'no_stream',
      });
      expect(result.nextExpectedRevision).toBe(2n);
      expect(result.position?.commit).toBeGreaterThan(0n);
    });

    it.each([
      ['no_stream on a stream that exists', 'no_stream' as const],
      ['a revision that lies behind', 0n],
      ['a revision that lies ahead', 9n],
    ])('should refuse %s, and tell the current revision', async (_what, expectedRevision) => {
      const stream = freshStream();
      await client.appendToStream(stream, several(2));
      const refused = client.appendToStream(stream, several(1), { expectedRevision });
      await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
      await expect(refused).rejects.toMatchObject({ actualVersion: 1n });
    });

    it('should refuse stream_exists where there is no stream', async () => {
      const refused = client.appendToStream(freshStream(), several(1), { expectedRevision: 'stream_exists' });
      await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
    });

    it('should answer a repetition with the numbers of the first time, and store it once', async () => {
      const stream = freshStream();
      const events = several(2);
      const first = await client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
      await client.appendToStream(stream, several(1, 2), { expectedRevision: 1n });
      const second = await client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
      expect(second.nextExpectedRevision).toBe(first.nextExpectedRevision);
      expect(await numbersOf(stream)).toEqual([0, 1, 2]);
    });

    it('should refuse a repetition that matches only in part', async () => {
      const stream = freshStream();
      const events = several(2);
      await client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
      const other = [events[0]!, numbered(7)];
      await expect(
        client.appendToStream(stream, other, { expectedRevision: 'no_stream' }),
      ).rejects.toBeInstanceOf(WrongExpectedVersionError);
    });

    it('should let one of many simultaneous writers win a revision', async () => {
      const stream = freshStream();
      const results = await Promise.allSettled(
        several(20).map((event) => client.appendToStream(stream, event, { expectedRevision: 'no_stream' })),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await numbersOf(stream)).toHaveLength(1);
    });

    it('should refuse more than 1 MiB in one append, and store nothing of it', async () => {
      const stream = freshStream();
      const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(700_000) } });
      const again = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(700_000) } });
      await expect(client.appendToStream(stream, [large, again])).rejects.toBeInstanceOf(
        MaxAppendSizeExceededError,
      );
      await expect(numbersOf(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    });
  });

  describe('reading a stream', () => {
    it('should go forwards and backwards, from a revision, with a limit', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, several(600));
      expect(await numbersOf(stream)).toHaveLength(600);
      expect(await numbersOf(stream, { fromRevision: 2n, maxCount: 2 })).toEqual([2, 3]);
      expect(await numbersOf(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 2 })).toEqual([
        599, 598,
      ]);
      expect(await numbersOf(stream, { direction: BACKWARDS, fromRevision: 1n })).toEqual([1, 0]);
    });

    it('should give back what was appended: id, type, data, metadata, time and position', async () => {
      const stream = freshStream();
      const event = jsonEvent({ type: 'Told', data: { a: 'ü' }, metadata: { b: 1 } });
      const { position } = await client.appendToStream(stream, event);
      for await (const { event: found } of client.readStream(stream)) {
        expect(found).toMatchObject({
          id: event.id,
          type: 'Told',
          data: { a: 'ü' },
          metadata: { b: 1 },
          position,
        });
        expect(Math.abs(Number(found?.created) - Date.now())).toBeLessThan(60_000);
      }
    });

    it('should say that a stream does not exist', async () => {
      await expect(numbersOf(freshStream())).rejects.toBeInstanceOf(StreamNotFoundError);
    });
  });

  describe('what is shown of a stream', () => {
    it('should be its last events with $maxCount', async () => {
      const stream = freshStream();
      await client.setStreamMetadata(stream, { maxCount: 2 });
      await client.appendToStream(stream, several(5));
      expect(await numbersOf(stream)).toEqual([3, 4]);
      expect((await client.getStreamMetadata(stream)).metadata).toMatchObject({ maxCount: 2 });
    });

    it('should be nothing after a deletion, and only what is new after an append that goes on', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, several(3));
      await client.deleteStream(stream);
      await expect(numbersOf(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
      const { nextExpectedRevision } = await client.appendToStream(stream, numbered(9), {
        expectedRevision: 'no_stream',
      });
      expect(nextExpectedRevision).toBe(3n);
      expect(await numbersOf(stream)).toEqual([9]);
    });

    it('should be nothing for ever after a tombstone', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, several(3));
      await client.tombstoneStream(stream);
      await expect(numbersOf(stream)).rejects.toBeInstanceOf(StreamDeletedError);
      await expect(client.appendToStream(stream, numbered(9))).rejects.toBeInstanceOf(StreamDeletedError);
    });
  });

  describe('reading all streams', () => {
    it('should be in the order of the positions, and stop where told', async () => {
      await client.appendToStream(freshStream(), several(3));
      const positions: bigint[] = [];
      for await (const { event } of client.readAll({ fromPosition: START })) {
        positions.push(event!.position.commit);
      }
      expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
      const last: bigint[] = [];
      for await (const { event } of client.readAll({
        direction: BACKWARDS,
        fromPosition: END,
        maxCount: 2,
      })) {
        last.push(event!.position.commit);
      }
      expect(last).toEqual(positions.slice(-2).reverse());
    });
  });

  describe('subscribing', () => {
    it('should bring the history, say that it is caught up, and go on live', async () => {
      const stream = freshStream();
      await client.appendToStream(stream, several(2));
      const seen: (number | string)[] = [];
      const subscription = client.subscribeToStream<Numbered>(stream, { fromRevision: START });
      const done = new Promise<void>((resolve) => {
        subscription.on('caughtUp', () => {
          seen.push('caught up');
          void client.appendToStream(stream, numbered(2));
        });
        subscription.on('data', ({ event }) => {
          if (event) seen.push(event.data.n);
          if (event?.data.n === 2) resolve();
        });
      });
      await done;
      await subscription.unsubscribe();
      expect(seen).toEqual([0, 1, 'caught up', 2]);
    });

    it('should begin behind the given position of all streams and bring only what the filter lets through', async () => {
      const [wanted, other] = [freshStream(), freshStream()];
      const { position } = await client.appendToStream(wanted, numbered(0));
      await client.appendToStream(other, several(3));
      await client.appendToStream(wanted, numbered(1));
      const seen: unknown[] = [];
      const subscription = client.subscribeToAll({
        fromPosition: position!,
        filter: streamNameFilter({ prefixes: [wanted] }),
      });
      for await (const { event } of subscription) {
        seen.push(event?.data);
        if (seen.length === 1) await client.appendToStream(wanted, numbered(2));
        if (seen.length === 2) break;
      }
      expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
    });

    it('should bring every event once and in order while many are appended', async () => {
      const stream = freshStream();
      const subscription = client.subscribeToAll({
        fromPosition: END,
        filter: streamNameFilter({ prefixes: [stream] }),
      });
      const ready = new Promise((resolve) => subscription.once('confirmation', resolve));
      const reading = (async () => {
        const seen: bigint[] = [];
        for await (const { event } of subscription) {
          seen.push(event!.revision);
          if (seen.length === 1_000) break;
        }
        return seen;
      })();
      await ready;
      await Promise.all(several(1_000).map((event) => client.appendToStream(stream, event)));
      expect(await reading).toEqual(Array.from({ length: 1_000 }, (_value, index) => BigInt(index)));
    });

    it('should report how far it has looked where the filter lets nothing through', async () => {
      const subscription = client.subscribeToAll({
        fromPosition: START,
        filter: excludeSystemEvents({ checkpointInterval: 1 }),
      });
      await client.appendToStream(freshStream(), several(1));
      await client.setStreamMetadata(freshStream(), { maxCount: 1 });
      for await (const { event } of subscription) if (event) break;
      expect(subscription.readableEnded || subscription.destroyed).toBe(true);
    });
  });
});
