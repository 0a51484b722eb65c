import { randomUUID } from 'node:crypto';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import type { Appended, ExpectedRevision, NewEvent } from '../../src/event-store/event-store.js';
import { StoreUnavailable } from '../../src/event-store/event-store.js';
import { readLogPlace } from '../../src/provisioning/log-place.js';
import { LogWriter } from '../../src/provisioning/log-writer.js';
import { Masking } from '../../src/provisioning/masking.js';
import { ClaimLost } from '../../src/provisioning/run-writer.js';
import { Harness } from './provisioning-harness.js';

/** A store whose answers get lost: every other append happens, but nobody hears of it. */
class ForgetfulStore extends EsdbEventStore {
  lost = 0;
  override async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    const appended = await super.append(stream, expected, events);
    if (stream.startsWith('containerLog-') && this.lost++ % 2 === 0) throw new StoreUnavailable('no answer');
    return appended;
  }
}

describe('the log of a run', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  const never = new AbortController().signal;
  async function writer(container: string, claim: number, maxLines = 1_000, store = harness.store) {
    const place = await readLogPlace(store, container, 'r1');
    const owner = { container, id: 'r1', claim, worker: `w${String(claim)}` };
    const log = new LogWriter(store, owner, place, maxLines, new Masking(), never);
    await log.prepare();
    return log;
  }
  const say = (log: LogWriter, text: string, nextOffset?: number) => {
    const source = nextOffset === undefined ? {} : { source: { name: 'script:1', nextOffset } };
    log.write({ phase: 'sync', stream: 'stdout', text, ...source });
  };
  const stored = async (container: string) => {
    const batches = await harness.log(container);
    for (const [index, { firstLine }] of batches.entries()) {
      expect(firstLine).toBe(batches.slice(0, index).reduce((sum, { lines }) => sum + lines.length, 0));
    }
    return batches.flatMap(({ lines }) => lines);
  };

  it('should hold each line once although the store’s answers get lost', async () => {
    const container = randomUUID();
    const store = new ForgetfulStore(harness.embedded.url);
    const log = await writer(container, 1, 1_000, store);
    for (let n = 0; n < 3; n++) {
      say(log, String(n));
      await log.flush();
    }
    await store.close();
    expect(store.lost).toBe(6);
    expect(await stored(container)).toEqual(['0', '1', '2']);
  });

  it('should take in what a replaced worker had in flight, without repeating it, and nothing that comes later', async () => {
    const container = randomUUID();
    const old = await writer(container, 1);
    say(old, 'a', 1);
    await old.flush();
    const next = await writer(container, 2);
    say(old, 'b', 2);
    await old.flush();
    // Read again from the source, as it is not known to be in the log.
    say(next, 'b', 2);
    say(next, 'c', 3);
    await next.flush();
    say(old, 'c', 3);
    await expect(old.flush()).rejects.toBeInstanceOf(ClaimLost);
    expect(await stored(container)).toEqual(['a', 'b', 'c']);
  });

  it('should go on counting dropped lines after a takeover, and say in the end how many there were', async () => {
    const container = randomUUID();
    const first = await writer(container, 1, 2);
    for (let n = 0; n < 5; n++) say(first, String(n));
    await first.flush();
    const second = await writer(container, 2, 2);
    for (let n = 0; n < 4; n++) say(second, String(n));
    await second.end();
    expect(await stored(container)).toEqual(['0', '1']);
    const events = await Array.fromAsync(harness.store.read(`containerLog-${container}`));
    const told = events.filter(({ type }) => type === 'LinesDropped').map(({ data }) => data);
    expect(told).toMatchObject([{ dropped: 3 }, { dropped: 7 }]);
  });
});
