import {
  BACKWARDS,
  binaryEvent,
  END,
  excludeSystemEvents,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { numbered, several, StoreUnderTest } from './store-under-test.js';

const store = new StoreUnderTest();
const append = (stream: string, expectedRevision: bigint | 'any' | 'no_stream' | 'stream_exists') =>
  store.client.appendToStream(stream, numbered(9), { expectedRevision });

describe('the metadata of a stream', () => {
  it('should show only its last events with $maxCount', async () => {
    const stream = store.freshStream();
    await store.client.setStreamMetadata(stream, { maxCount: 2 });
    await store.client.appendToStream(stream, several(5));
    expect(await store.numbersOf(stream)).toEqual([3, 4]);
    expect(await store.numbersOf(stream, { direction: BACKWARDS, fromRevision: END })).toEqual([4, 3]);
  });

  it('should show only events from $tb on', async () => {
    const stream = await store.streamOf(5);
    await store.client.setStreamMetadata(stream, { truncateBefore: 3 });
    expect(await store.numbersOf(stream)).toEqual([3, 4]);
    await store.client.setStreamMetadata(stream, {});
    expect((await store.numbersOf(stream)).slice(-2)).toEqual([3, 4]);
  });

  it('should show only young events with $maxAge, however many old ones lie before them', async () => {
    const stream = store.freshStream();
    await store.client.setStreamMetadata(stream, { maxAge: 1 });
    await store.client.appendToStream(stream, several(600));
    expect(await store.numbersOf(stream)).toHaveLength(600);
    while ((await store.numbersOf(stream)).length > 0);
    await store.client.appendToStream(stream, numbered(600));
    expect(await store.numbersOf(stream)).toEqual([600]);
    for await (const { event } of store.client.subscribeToStream(stream, { fromRevision: START })) {
      expect(event?.revision).toBe(600n);
      break;
    }
  });

  it('should be kept with its custom part, in a stream of its own that shows the last one', async () => {
    const stream = store.freshStream();
    expect((await store.client.getStreamMetadata(stream)).metadata).toBeUndefined();
    await store.client.setStreamMetadata(stream, { maxCount: 2 });
    await store.client.setStreamMetadata(stream, { maxCount: 7, owner: 'somebody' });
    const { metadata } = await store.client.getStreamMetadata(stream);
    expect(metadata).toMatchObject({ maxCount: 7, owner: 'somebody' });
    const shown: [string, bigint][] = [];
    for await (const { event } of store.client.readStream(`$$${stream}`))
      shown.push([event!.type, event!.revision]);
    expect(shown).toEqual([['$metadata', 1n]]);
  });
});

describe('the streams of the system', () => {
  it('should not be shown where system events are excluded, but be readable like any other', async () => {
    const stream = store.freshStream();
    const { position } = await store.client.setStreamMetadata(stream, { owner: 'somebody' });
    await store.client.appendToStream(stream, numbered(0));
    const seen: string[] = [];
    const filter = excludeSystemEvents();
    for await (const { event } of store.client.subscribeToAll({ fromPosition: position!, filter })) {
      seen.push(event!.streamId);
      break;
    }
    expect(seen).toEqual([stream]);
    for await (const { event } of store.client.readStream(`$$${stream}`))
      expect(event).toMatchObject({ type: '$metadata', isJson: true, data: { owner: 'somebody' } });
  });

  it('should have no metadata stream where no metadata were set', async () => {
    const stream = await store.streamOf(1);
    await expect(store.numbersOf(`$$${stream}`)).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it('should limit nothing by metadata that are not JSON', async () => {
    const stream = await store.streamOf(3);
    await store.client.setStreamMetadata(stream, { truncateBefore: 2 });
    const binary = binaryEvent({ type: '$metadata', data: Buffer.from('{"$tb":3}') });
    await store.client.appendToStream(`$$${stream}`, binary, { expectedRevision: 0n });
    expect(await store.numbersOf(stream)).toEqual([0, 1, 2]);
  });

  it('should expect the revision that was named for metadata, as for any stream', async () => {
    const stream = store.freshStream();
    await store.client.setStreamMetadata(stream, {}, { expectedRevision: 'no_stream' });
    const refused = store.client.setStreamMetadata(stream, {}, { expectedRevision: 'no_stream' });
    // A repetition is recognised by its id, which the client makes anew.
    await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(refused).rejects.toMatchObject({ streamName: `$$${stream}`, actualVersion: 0n });
  });
});

describe('a deleted stream', () => {
  it('should be there again when its metadata are set, showing only what comes then', async () => {
    const stream = await store.streamOf(3);
    await store.client.deleteStream(stream);
    await store.client.setStreamMetadata(stream, { owner: 'somebody' });
    const { metadata } = await store.client.getStreamMetadata(stream);
    expect(metadata).toMatchObject({ owner: 'somebody', truncateBefore: 3 });
    for await (const { event } of store.client.readStream(`$$${stream}`)) expect(event?.revision).toBe(2n);
    expect(await store.numbersOf(stream)).toEqual([]);
    expect((await append(stream, 2n)).nextExpectedRevision).toBe(3n);
    expect(await store.numbersOf(stream)).toEqual([9]);
  });

  it('should show nothing, but still be there among all streams', async () => {
    const stream = await store.streamOf(3);
    const { position } = await store.client.deleteStream(stream);
    expect(position?.commit).toBeGreaterThan(0n);
    await expect(store.numbersOf(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    const streams: string[] = [];
    const last = { direction: BACKWARDS, fromPosition: END, maxCount: 4 } as const;
    for await (const { event } of store.client.readAll(last)) streams.push(event!.streamId);
    expect(streams).toEqual([`$$${stream}`, stream, stream, stream]);
  });

  it.each(['any' as const, 'no_stream' as const, 2n])(
    'should go on with the numbering on an append with %s, and show only what is new',
    async (expectedRevision) => {
      const stream = await store.streamOf(3);
      await store.client.setStreamMetadata(stream, { owner: 'somebody' });
      await store.client.deleteStream(stream);
      expect((await append(stream, expectedRevision)).nextExpectedRevision).toBe(3n);
      expect(await store.numbersOf(stream)).toEqual([9]);
      expect((await store.client.getStreamMetadata(stream)).metadata).toMatchObject({
        truncateBefore: 3,
        owner: 'somebody',
      });
    },
  );

  it('should refuse an append with stream_exists as deleted, and one with another revision', async () => {
    const stream = await store.streamOf(3);
    await store.client.deleteStream(stream);
    await expect(append(stream, 'stream_exists')).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(append(stream, 5n)).rejects.toBeInstanceOf(WrongExpectedVersionError);
  });

  it('should have existed, and have stood at the revision that was named', async () => {
    const never = store.client.deleteStream(store.freshStream());
    await expect(never).rejects.toBeInstanceOf(WrongExpectedVersionError);
    const stream = await store.streamOf(3);
    const other = store.client.deleteStream(stream, { expectedRevision: 1n });
    await expect(other).rejects.toMatchObject({ streamName: stream, expectedVersion: 1n, actualVersion: 2n });
    await store.client.deleteStream(stream, { expectedRevision: 2n });
  });
});

describe('a tombstoned stream', () => {
  it('should be gone for ever: for reading, appending, deleting and its metadata', async () => {
    const stream = await store.streamOf(3);
    await store.client.tombstoneStream(stream);
    await expect(store.numbersOf(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(append(stream, 'any')).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(append(stream, 'no_stream')).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(store.client.deleteStream(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(store.client.tombstoneStream(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(store.client.setStreamMetadata(stream, {})).rejects.toBeInstanceOf(StreamDeletedError);
  });

  it('should say so among all streams', async () => {
    const stream = await store.streamOf(1);
    const { position } = await store.client.tombstoneStream(stream);
    for await (const { event } of store.client.readAll({ fromPosition: position!, maxCount: 1 })) {
      expect(event).toMatchObject({ streamId: stream, type: '$streamDeleted', position });
    }
  });

  it('should have stood at the revision that was named, but need not have existed', async () => {
    const stream = await store.streamOf(3);
    const refused = store.client.tombstoneStream(stream, { expectedRevision: 1n });
    await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
    const fresh = store.freshStream();
    await store.client.tombstoneStream(fresh, { expectedRevision: 'no_stream' });
    await expect(append(fresh, 'any')).rejects.toBeInstanceOf(StreamDeletedError);
  });
});

describe('the errors of deletions', () => {
  it('should name the stream, what was expected and what is', async () => {
    const stream = await store.streamOf(3);
    await expect(store.client.deleteStream(stream, { expectedRevision: 'no_stream' })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      actualVersion: 2n,
    });
    await store.client.tombstoneStream(stream);
    for (const refused of [
      store.client.deleteStream(stream),
      store.client.tombstoneStream(stream),
      append(stream, 2n),
      store.numbersOf(stream),
    ])
      await expect(refused).rejects.toMatchObject({ type: 'stream-deleted', streamName: stream });
    await expect(store.numbersOf(store.freshStream())).rejects.toMatchObject({ type: 'stream-not-found' });
  });
});
