import { once } from 'node:events';
import { QuietLimit } from './quiet-limit.js';

/** Resolves when the limit is reached. */
const reached = ({ signal }: QuietLimit) => (signal.aborted ? Promise.resolve() : once(signal, 'abort'));

describe('a limit of quiet', () => {
  it('should be reached when nothing comes', async () => {
    const limit = new QuietLimit(5);
    await reached(limit);
    expect(limit.signal.aborted).toBe(true);
  });

  it('should not be reached while what came is still being handled, and begin anew behind it', async () => {
    const limit = new QuietLimit(5);
    let done: () => void = () => undefined;
    const handled = limit.hear(() => new Promise((resolve) => (done = resolve)));
    await reached(new QuietLimit(50));
    expect(limit.signal.aborted).toBe(false);
    done();
    await handled;
    expect(limit.signal.aborted).toBe(false);
    await reached(limit);
  });

  it('should hand on nothing that comes too late', async () => {
    const limit = new QuietLimit(5);
    await reached(limit);
    let late = false;
    await limit.hear(() => {
      late = true;
      return Promise.resolve();
    });
    expect(late).toBe(false);
  });
});
