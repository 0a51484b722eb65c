import { once } from 'node:events';
import type { Filter, Position } from '@eventstore/db-client';
import {
  END,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  StreamDeletedError,
  streamNameFilter,
} from '@eventstore/db-client';
import { StreamsService } from '../protocol/generated.js';
import type { Numbered } from './store-under-test.js';
import { numbered, several, StoreUnderTest } from './store-under-test.js';

const store = new StoreUnderTest();

describe('subscribing to a stream', () => {
  it('should bring the history, say that it is caught up, and go on live', async () => {
    const stream = await store.streamOf(2);
    const seen: (number | string)[] = [];
    const subscription = store.client.subscribeToStream<Numbered>(stream, { fromRevision: START });
    await new Promise<void>((resolve) => {
      subscription.on('caughtUp', () => {
        seen.push('caught up');
        void store.client.appendToStream(stream, numbered(2));
      });
      subscription.on('data', ({ event }) => {
        if (event) seen.push(event.data.n);
        if (event?.data.n === 2) resolve();
      });
    });
    await subscription.unsubscribe();
    expect(seen).toEqual([0, 1, 'caught up', 2]);
  });

  it('should begin behind the given revision, and at the end if told so', async () => {
    const stream = await store.streamOf(3);
    const firstOf = async (fromRevision: bigint | typeof END) => {
      const subscription = store.client.subscribeToStream(stream, { fromRevision });
      await once(subscription, 'confirmation');
      await store.client.appendToStream(stream, numbered(3));
      for await (const { event } of subscription) return event?.revision;
      return undefined;
    };
    expect(await firstOf(1n)).toBe(2n);
    expect(await firstOf(END)).toBe(4n);
  });

  it('should wait for a stream that does not exist yet', async () => {
    const stream = store.freshStream();
    const subscription = store.client.subscribeToStream(stream, { fromRevision: START });
    await once(subscription, 'confirmation');
    await store.client.appendToStream(stream, numbered(0));
    for await (const { event } of subscription) {
      expect(event?.revision).toBe(0n);
      break;
    }
  });

  it('should bring only what the stream shows', async () => {
    const stream = await store.streamOf(5);
    await store.client.setStreamMetadata(stream, { maxCount: 2 });
    const seen: number[] = [];
    for await (const { event } of store.client.subscribeToStream<Numbered>(stream)) {
      seen.push(event!.data.n);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([3, 4]);
  });

  it('should stay through a deletion, and go on with what is appended then', async () => {
    const stream = await store.streamOf(2);
    const subscription = store.client.subscribeToStream<Numbered>(stream, { fromRevision: START });
    const seen: bigint[] = [];
    for await (const { event } of subscription) {
      seen.push(event!.revision);
      if (seen.length === 2) {
        await store.client.deleteStream(stream);
        await store.client.appendToStream(stream, numbered(2));
      }
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([0n, 1n, 2n]);
  });

  it('should end with the stream', async () => {
    const stream = await store.streamOf(1);
    const subscription = store.client.subscribeToStream(stream, { fromRevision: END });
    await once(subscription, 'confirmation');
    const failed = new Promise((resolve) => subscription.on('error', resolve));
    subscription.resume();
    await store.client.tombstoneStream(stream);
    expect(await failed).toBeInstanceOf(StreamDeletedError);
  });
});

describe('subscribing to all streams', () => {
  /** What a filter lets through of everything behind a position. */
  async function seenThrough(filter: Filter, fromPosition: Position, count: number): Promise<string[]> {
    const seen: string[] = [];
    for await (const { event } of store.client.subscribeToAll({ fromPosition, filter })) {
      seen.push(`${event!.streamId} ${event!.type}`);
      if (seen.length === count) break;
    }
    return seen;
  }

  it('should begin behind the given position, and bring only what each kind of filter lets through', async () => {
    const [a, b] = [store.freshStream(), store.freshStream()];
    const { position } = await store.client.appendToStream(a, numbered(0));
    await store.client.appendToStream(b, jsonEvent({ type: 'Told', data: {} }));
    await store.client.appendToStream(a, [numbered(1), jsonEvent({ type: 'Toll', data: {} })]);
    const through = (filter: Filter) => seenThrough(filter, position!, 2);
    const [told, toll] = [`${b} Told`, `${a} Toll`];
    expect(await through(streamNameFilter({ prefixes: ['other', a] }))).toEqual([`${a} Numbered`, toll]);
    expect(await through(streamNameFilter({ regex: `^${a}$` }))).toEqual([`${a} Numbered`, toll]);
    expect(await through(eventTypeFilter({ prefixes: ['Tol'] }))).toEqual([told, toll]);
    expect(await through(eventTypeFilter({ regex: '^T.l[ld]$' }))).toEqual([told, toll]);
    expect(await through(excludeSystemEvents())).toEqual([told, `${a} Numbered`]);
  });

  it('should say that it is caught up, and go on live', async () => {
    const stream = store.freshStream();
    const { position } = await store.client.appendToStream(stream, several(2));
    const filter = streamNameFilter({ prefixes: [stream] });
    const subscription = store.client.subscribeToAll({ fromPosition: position!, filter });
    const live = new Promise((resolve) => {
      subscription.on('data', ({ event }) => {
        resolve(event?.revision);
      });
    });
    await once(subscription, 'caughtUp');
    await store.client.appendToStream(stream, numbered(2));
    expect(await live).toBe(2n);
    await subscription.unsubscribe();
  });

  it('should go on behind the last event that was seen, without a gap or a repetition', async () => {
    const stream = store.freshStream();
    const { position } = await store.client.appendToStream(stream, numbered(0));
    const filter = streamNameFilter({ prefixes: [stream] });
    await store.client.appendToStream(stream, several(6, 1));
    const seen: bigint[] = [];
    let fromPosition = position!;
    while (seen.length < 6) {
      for await (const { event } of store.client.subscribeToAll({ fromPosition, filter })) {
        seen.push(event!.revision);
        fromPosition = event!.position;
        if (seen.length % 2 === 0) break;
      }
    }
    expect(seen).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
  });

  it('should refuse a filter that is not a regular expression', async () => {
    const subscription = store.client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) });
    const failed = new Promise<Error>((resolve) => subscription.once('error', resolve));
    expect((await failed).message).toMatch(/regular expression|pattern/i);
  });

  it('should bring every event once and in order while many are appended, also to one that pauses', async () => {
    const stream = store.freshStream();
    const subscription = store.client.subscribeToAll({
      fromPosition: END,
      filter: streamNameFilter({ prefixes: [stream] }),
    });
    await once(subscription, 'confirmation');
    await Promise.all(several(500).map((event) => store.client.appendToStream(stream, event)));
    const writing = Promise.all(several(500).map((event) => store.client.appendToStream(stream, event)));
    const seen: bigint[] = [];
    for await (const { event } of subscription) {
      seen.push(event!.revision);
      if (seen.length === 1_000) break;
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_value, index) => BigInt(index)));
  });

  it('should tell how far it has looked where the filter lets nothing through', async () => {
    const { position: start } = await store.client.appendToStream(store.freshStream(), numbered(0));
    const { position: end } = await store.client.appendToStream(store.freshStream(), several(200));
    const checkpoint = new Promise<Position>((resolve) => {
      const checkpointReached = (_subscription: unknown, position: Position) => {
        resolve(position);
      };
      const filter = eventTypeFilter({ prefixes: ['Nothing'], maxSearchWindow: 10, checkpointReached });
      store.client.subscribeToAll({ fromPosition: start!, filter }).resume();
    });
    const { commit } = await checkpoint;
    expect(commit).toBeGreaterThan(start!.commit);
    expect(commit).toBeLessThanOrEqual(end!.commit);
  });
});

describe('what the server tells of itself', () => {
  it('should be its version, and that it takes appends in batches', async () => {
    const features = await store.client['capabilities'];
    expect(features.serverVersion).toMatch(/^\d+\.\d+/);
    expect(features.supports(StreamsService.batchAppend)).toBe(true);
  });
});

// An EventStoreDB does offer it.
const whereEmbedded = process.env['EVENTSTORE_URL'] ? it.skip : it;

describe('what is not offered', () => {
  whereEmbedded('should be refused as not implemented', async () => {
    const unimplemented = { code: 12 };
    await expect(store.client.listProjections()).rejects.toMatchObject(unimplemented);
    await expect(store.client.createProjection('p', 'fromAll()')).rejects.toMatchObject(unimplemented);
    const settings = persistentSubscriptionToStreamSettingsFromDefaults();
    const created = store.client.createPersistentSubscriptionToStream('s', 'g', settings);
    await expect(created).rejects.toMatchObject(unimplemented);
    const persistent = store.client.subscribeToPersistentSubscriptionToStream('s', 'g');
    const [refused] = (await once(persistent.resume(), 'error')) as [unknown];
    expect(refused).toMatchObject(unimplemented);
  });

  whereEmbedded('should be access lists: they are kept as metadata, and mean nothing', async () => {
    const stream = await store.streamOf(1);
    const acl = { readRoles: ['$nobody'] };
    await store.client.setStreamMetadata(stream, { acl });
    expect((await store.client.getStreamMetadata(stream)).metadata).toEqual({ acl });
    expect(await store.numbersOf(stream)).toEqual([0]);
  });
});
