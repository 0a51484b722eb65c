import type { AppendToStreamOptions } from '@eventstore/db-client';
import {
  DeadlineExceededError,
  jsonEvent,
  MaxAppendSizeExceededError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { credentialsOf, numbered, several, StoreUnderTest } from './store-under-test.js';

const store = new StoreUnderTest();

// The client uses the one or the other, depending on whether a call brings its own credentials.
describe.each(['unary', 'batch'])('appending, %s', (kind) => {
  const append = (stream: string, events: ReturnType<typeof several>, options: AppendToStreamOptions = {}) =>
    store.client.appendToStream(stream, events, {
      ...options,
      ...(kind === 'unary' ? { credentials: credentialsOf(store.url) } : {}),
    });

  it('should tell the next revision and the commit position', async () => {
    const stream = store.freshStream();
    const first = await append(stream, several(3), { expectedRevision: 'no_stream' });
    const second = await append(stream, several(1), { expectedRevision: 'stream_exists' });
    expect(first.nextExpectedRevision).toBe(2n);
    expect(second.nextExpectedRevision).toBe(3n);
    expect(second.position!.commit).toBeGreaterThan(first.position!.commit);
  });

  it('should take what is expected where it holds: no_stream, an exact revision, stream_exists, any', async () => {
    const stream = store.freshStream();
    const expectations = ['no_stream', 0n, 'stream_exists', 'any'] as const;
    for (const [n, expectedRevision] of expectations.entries())
      await append(stream, several(1, n), { expectedRevision });
    await append(store.freshStream(), several(1), { expectedRevision: 'any' });
    expect(await store.numbersOf(stream)).toEqual([0, 1, 2, 3]);
  });

  it('should store nothing of an append that is refused', async () => {
    const stream = await store.streamOf(2);
    await expect(append(stream, several(3, 2), { expectedRevision: 0n })).rejects.toThrow();
    expect(await store.numbersOf(stream)).toEqual([0, 1]);
  });

  it.each(['any' as const, 'no_stream' as const])(
    'should make no stream of no events, with %s',
    async (expectedRevision) => {
      const stream = store.freshStream();
      await append(stream, [], { expectedRevision });
      await expect(store.numbersOf(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    },
  );

  it('should keep any name of a stream', async () => {
    for (const odd of ['ü/ä 漢字', '100%', 'a-b-c', `"'\\`, 'x'.repeat(200)]) {
      const stream = `${store.freshStream()} ${odd}`;
      await append(stream, several(1), { expectedRevision: 'no_stream' });
      await expect(append(stream, several(1), { expectedRevision: 7n })).rejects.toMatchObject({
        streamName: stream,
      });
      expect(await store.numbersOf(stream)).toEqual([0]);
    }
  });

  it.each([
    ['no_stream on a stream that exists', 'no_stream' as const],
    ['a revision that lies behind', 0n],
    ['a revision that lies ahead', 9n],
    ['the highest revision there is', 18_446_744_073_709_551_615n],
  ])('should refuse %s, and tell the current revision', async (_what, expectedRevision) => {
    const refused = append(await store.streamOf(2), several(1), { expectedRevision });
    await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(refused).rejects.toMatchObject({ actualVersion: 1n });
  });

  it.each(['stream_exists' as const, 0n])(
    'should refuse %s where there is no stream',
    async (expectedRevision) => {
      const refused = append(store.freshStream(), several(1), { expectedRevision });
      await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
      await expect(refused).rejects.toMatchObject({ actualVersion: 'no_stream' });
    },
  );

  it('should answer a repetition with the numbers of the first time, and store it once', async () => {
    const stream = store.freshStream();
    const events = several(2);
    const first = await append(stream, events, { expectedRevision: 'no_stream' });
    await append(stream, several(1, 2), { expectedRevision: 1n });
    const second = await append(stream, events, { expectedRevision: 'no_stream' });
    expect(second).toEqual(first);
    expect(await store.numbersOf(stream)).toEqual([0, 1, 2]);
  });

  it('should recognise a recent repetition that names no revision', async () => {
    const stream = await store.streamOf(1);
    const events = several(2, 1);
    const first = await append(stream, events, { expectedRevision: 'any' });
    const second = await append(stream, events, { expectedRevision: 'any' });
    expect(second.nextExpectedRevision).toBe(first.nextExpectedRevision);
    expect(await store.numbersOf(stream)).toEqual([0, 1, 2]);
  });

  it('should refuse a recent repetition that names no revision and has grown, but take one that begins anew', async () => {
    const stream = await store.streamOf(1);
    const [known] = several(1, 1);
    await append(stream, [known!], { expectedRevision: 'any' });
    const grown = append(stream, [known!, numbered(2)], { expectedRevision: 'any' });
    await expect(grown).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await append(stream, [numbered(2), known!], { expectedRevision: 'any' });
    expect(await store.numbersOf(stream)).toEqual([0, 1, 2, 1]);
  });

  it('should not take what another stream holds for a repetition', async () => {
    const [one, other] = [store.freshStream(), store.freshStream()];
    const events = several(1);
    for (const expectedRevision of ['any', 'stream_exists'] as const) {
      for (const stream of [one, other]) await append(stream, several(1, 7), { expectedRevision: 'any' });
      await append(one, events, { expectedRevision });
      await append(other, events, { expectedRevision });
    }
    expect((await store.numbersOf(other)).slice(0, 2)).toEqual([7, 0]);
  });

  it('should store nothing of an append whose time is over before it comes', async () => {
    const stream = store.freshStream();
    const late = append(stream, several(1), { deadline: -60_000 });
    await expect(late).rejects.toBeInstanceOf(DeadlineExceededError);
    // What comes behind it on the same connection is stored after it.
    await append(stream, several(1, 1));
    expect(await store.numbersOf(stream)).toEqual([1]);
  });

  it('should tell in an error of which stream it is, what was expected and what is', async () => {
    const stream = await store.streamOf(2);
    const refused = (name: string, expectedRevision: AppendToStreamOptions['expectedRevision']) =>
      append(name, several(1, 5), { expectedRevision: expectedRevision! }).catch((error: unknown) => error);
    for (const [name, expectedVersion, actualVersion] of [
      [stream, 0n, 1n],
      [stream, 'no_stream', 1n],
      [store.freshStream(), 'stream_exists', 'no_stream'],
    ] as const)
      expect(await refused(name, expectedVersion)).toMatchObject({
        type: 'wrong-expected-version',
        streamName: name,
        expectedVersion,
        actualVersion,
      });
  });

  it('should append the same ids again at the current revision', async () => {
    const stream = store.freshStream();
    const events = several(1);
    await append(stream, events, { expectedRevision: 'no_stream' });
    await append(stream, events, { expectedRevision: 0n });
    expect(await store.numbersOf(stream)).toEqual([0, 0]);
  });

  it('should refuse a repetition that matches only in part', async () => {
    const stream = store.freshStream();
    const events = several(2);
    await append(stream, events, { expectedRevision: 'no_stream' });
    const other = append(stream, [events[0]!, numbered(7)], { expectedRevision: 'no_stream' });
    const longer = append(stream, [...events, numbered(7)], { expectedRevision: 'no_stream' });
    await expect(other).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(longer).rejects.toBeInstanceOf(WrongExpectedVersionError);
    expect(await store.numbersOf(stream)).toEqual([0, 1]);
  });

  it('should let one of many simultaneous writers win a revision', async () => {
    const stream = store.freshStream();
    const results = await Promise.allSettled(
      several(20).map((event) => append(stream, [event], { expectedRevision: 'no_stream' })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.numbersOf(stream)).toHaveLength(1);
  });

  it('should take an append that comes in many pieces as one', async () => {
    const stream = store.freshStream();
    const { nextExpectedRevision } = await append(stream, several(100), { batchAppendSize: 500 });
    expect(nextExpectedRevision).toBe(99n);
    expect(await store.numbersOf(stream)).toEqual(several(100).map(({ data }) => data.n));
  });

  it('should refuse more than 1 MiB in one append, and store nothing of it', async () => {
    const stream = store.freshStream();
    const large = () => jsonEvent({ type: 'Numbered' as const, data: { n: 0, text: 'x'.repeat(700_000) } });
    const refused = append(stream, [large(), large()]);
    await expect(refused).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
    await expect(refused).rejects.toMatchObject({ maxAppendSize: 1_048_576 });
    await expect(store.numbersOf(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    await append(stream, [large()]);
  });
});
