import {
  BACKWARDS,
  binaryEvent,
  END,
  FORWARDS,
  jsonEvent,
  START,
  StreamNotFoundError,
} from '@eventstore/db-client';
import type { ReadOptions, ReadResp } from '../protocol/generated.js';
import { shared, streams, StreamsClient } from '../protocol/generated.js';
import { uuidText } from '../protocol/uuid.js';
import { several, StoreUnderTest } from './store-under-test.js';

const store = new StoreUnderTest();

describe('reading a stream', () => {
  it('should go forwards and backwards, from a revision, with a limit', async () => {
    const stream = await store.streamOf(600);
    expect(await store.numbersOf(stream)).toHaveLength(600);
    expect(await store.numbersOf(stream, { fromRevision: 2n, maxCount: 2 })).toEqual([2, 3]);
    expect(await store.numbersOf(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 2 })).toEqual([
      599, 598,
    ]);
    expect(await store.numbersOf(stream, { direction: BACKWARDS, fromRevision: 1n })).toEqual([1, 0]);
  });

  it('should find nothing behind the end', async () => {
    const stream = await store.streamOf(2);
    expect(await store.numbersOf(stream, { fromRevision: 2n })).toEqual([]);
    expect(await store.numbersOf(stream, { direction: FORWARDS, fromRevision: END })).toEqual([]);
  });

  it('should give back what was appended: id, type, data, metadata, time and position', async () => {
    const stream = store.freshStream();
    const json = jsonEvent({ type: 'Told', data: { a: 'ü' }, metadata: { b: 1 } });
    const binary = binaryEvent({ type: 'Sent', data: Buffer.from([0, 255, 10]) });
    await store.client.appendToStream(stream, json);
    const { position } = await store.client.appendToStream(stream, binary);
    const found = [];
    for await (const { event } of store.client.readStream(stream)) found.push(event!);
    const { id, type, data, metadata } = json;
    expect(found[0]).toMatchObject({
      id,
      type,
      data,
      metadata,
      revision: 0n,
      streamId: stream,
      isJson: true,
    });
    expect(found[1]).toMatchObject({ id: binary.id, type: 'Sent', revision: 1n, position, isJson: false });
    expect([...(found[1]?.data as Uint8Array)]).toEqual([0, 255, 10]);
    expect(Math.abs(Number(found[0]?.created) - Date.now())).toBeLessThan(60_000);
  });

  it('should bring events that are large together', async () => {
    const stream = store.freshStream();
    for (const event of several(8)) {
      const large = jsonEvent({ type: 'Numbered', data: { ...event.data, text: 'x'.repeat(900_000) } });
      await store.client.appendToStream(stream, large);
    }
    expect(await store.numbersOf(stream)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await store.numbersOf(stream, { direction: BACKWARDS, fromRevision: END })).toHaveLength(8);
  });

  it('should take the options to resolve links and to ask the leader', async () => {
    const stream = await store.streamOf(2);
    expect(await store.numbersOf(stream, { resolveLinkTos: true, requiresLeader: true })).toEqual([0, 1]);
  });

  it('should say that a stream does not exist', async () => {
    await expect(store.numbersOf(store.freshStream())).rejects.toBeInstanceOf(StreamNotFoundError);
  });
});

describe('reading all streams', () => {
  const positionsOf = async (options: object) => {
    const positions: bigint[] = [];
    for await (const { event } of store.client.readAll(options)) positions.push(event!.position.commit);
    return positions;
  };

  it('should be in the order of the positions, of every stream the same events', async () => {
    const { position } = await store.client.appendToStream(store.freshStream(), several(300));
    const positions = await positionsOf({ fromPosition: START });
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    expect(positions).toContain(position!.commit);
  });

  it('should give every event the position that it has in its stream', async () => {
    const stream = await store.streamOf(3);
    const inStream = [];
    for await (const { event } of store.client.readStream(stream)) inStream.push(event!);
    const fromPosition = inStream[0]!.position!;
    const all = [];
    for await (const { event } of store.client.readAll({ fromPosition })) all.push(event!);
    const ofStream = all.filter(({ streamId }) => streamId === stream);
    expect(ofStream).toEqual(inStream);
  });

  it('should include the position it begins at forwards, and begin strictly before it backwards', async () => {
    await store.client.appendToStream(store.freshStream(), several(5));
    const last = await positionsOf({ direction: BACKWARDS, fromPosition: END, maxCount: 5 });
    expect(last).toHaveLength(5);
    const third = { commit: last[2]!, prepare: last[2]! };
    expect(await positionsOf({ fromPosition: third, maxCount: 3 })).toEqual([last[2], last[1], last[0]]);
    expect(await positionsOf({ direction: BACKWARDS, fromPosition: third, maxCount: 2 })).toEqual([
      last[3],
      last[4],
    ]);
  });

  it('should find nothing before the start and behind the end', async () => {
    expect(await positionsOf({ direction: BACKWARDS, fromPosition: START })).toEqual([]);
    expect(await positionsOf({ direction: FORWARDS, fromPosition: END })).toEqual([]);
  });
});

// Clients of other languages read all streams through a filter, and take ids in two halves.
describe('reading as only other clients do', () => {
  const { AllOptions, FilterOptions, ReadDirection, UUIDOption } = streams.ReadReq.Options;

  async function read(options: ReadOptions) {
    const request = new streams.ReadReq().setOptions(options);
    const call = await store.client['execute'](StreamsClient, 'read', (grpc) =>
      Promise.resolve(grpc.read(request, ...store.client['callArguments']({}, { deadline: Infinity }))),
    );
    const found: { id: string; revision: string; structured: boolean }[] = [];
    for await (const response of call) {
      const event = (response as ReadResp).getEvent()?.getEvent();
      const id = event?.getId();
      if (!event || !id) continue;
      found.push({ id: uuidText(id), revision: event.getStreamRevision(), structured: id.hasStructured() });
    }
    return found;
  }

  it('should count what the filter lets through, and give ids in the form that was asked for', async () => {
    const stream = store.freshStream();
    const events = Array.from({ length: 300 }, (_value, index) =>
      jsonEvent({ type: `${stream} ${index % 100 === 7 ? 'rare' : 'common'}`, data: {} }),
    );
    await store.client.appendToStream(stream, events);
    const rare = new FilterOptions.Expression().setPrefixList([`${stream} rare`]);
    const options = (structured: boolean) =>
      new streams.ReadReq.Options()
        .setReadDirection(ReadDirection.BACKWARDS)
        .setAll(new AllOptions().setEnd(new shared.Empty()))
        .setFilter(new FilterOptions().setEventType(rare).setMax(32).setCheckpointintervalmultiplier(1))
        .setCount('2')
        .setUuidOption(
          structured
            ? new UUIDOption().setStructured(new shared.Empty())
            : new UUIDOption().setString(new shared.Empty()),
        );
    for (const structured of [true, false])
      expect(await read(options(structured))).toEqual([
        { id: events[207]!.id, revision: '207', structured },
        { id: events[107]!.id, revision: '107', structured },
      ]);
  });
});
