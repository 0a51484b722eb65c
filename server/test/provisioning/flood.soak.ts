import { containerIdFor } from '../../src/containers/commands/request-container.command.js';
import { completed, FAST, Harness, phase } from './provisioning-harness.js';

const LINES = 1_000_000;
const MIB = 1024 ** 2;

describe('a flood of a million lines', () => {
  it('should be stored in order and whole, without memory growing with it', async () => {
    const harness = await Harness.start();
    const container = containerIdFor('account', 'flood');
    let most = 0;
    const flood = phase(
      'create',
      async ({ report }) => {
        for (let n = 0; n < LINES; n++) {
          report.line({ stream: 'stdout', text: `line ${String(n)}` });
          if (n % 100 === 0) await report.ready();
          if (n % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
        }
        return completed;
      },
      900_000,
    );
    await harness.request(container, [flood]);
    const parts = await harness.parts([flood], { settings: { ...FAST, leaseMs: 60_000, maxLines: LINES } });
    const before = process.memoryUsage().heapUsed;
    await harness.execute(parts, container);
    await parts.worker.stop();
    let next = 0;
    for await (const { type, data } of harness.store.read(`containerLog-${container}`)) {
      expect(type).toBe('LinesLogged');
      const { firstLine, lines } = data as { firstLine: number; lines: string[] };
      expect(firstLine).toBe(next);
      expect(lines.every((line, index) => line === `line ${String(firstLine + index)}`)).toBe(true);
      next += lines.length;
    }
    expect(next).toBe(LINES);
    expect((most - before) / MIB).toBeLessThan(200);
    await harness.stop();
  }, 900_000);
});
