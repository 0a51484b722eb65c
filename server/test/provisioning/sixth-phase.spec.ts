import { containerIdFor } from '../../src/containers/commands/request-container.command.js';
import type { Phase } from '../../src/provisioning/phases/phase.js';
import { phases } from '../../src/provisioning/phases/phases.js';
import { ProgressFeed } from '../../src/provisioning/progress/progress-feed.js';
import { Tail } from '../../src/provisioning/progress/tail.js';
import { completed, Harness, phase } from './provisioning-harness.js';

/** All that a new phase is: an object of this kind in a file of its own … */
const backupPhase: Phase = {
  key: 'backup',
  title: 'Back up',
  weight: 5,
  timeoutMs: 10_000,
  run: ({ report }) => {
    report.line({ stream: 'system', text: 'backed up' });
    return Promise.resolve({ kind: 'completed', note: 'for the first time' });
  },
};

describe('a sixth phase', () => {
  it('should be one more entry of the list: planned, run and told like the others', async () => {
    const harness = await Harness.start();
    const container = containerIdFor('account', 'six');
    // … and an entry behind the others, which stand still here.
    const six = [...phases.map(({ key }) => phase(key, () => Promise.resolve(completed))), backupPhase];
    await harness.request(container, six);
    const parts = await harness.parts(six);
    await harness.execute(parts, container);
    await parts.worker.stop();
    expect((await harness.state(container)).state).toBe('ready');

    const tail = new Tail(harness.store);
    await tail.onModuleInit();
    const frames = await Array.fromAsync(
      await new ProgressFeed(tail, { waitFor: () => Promise.resolve(true) }, null).watch({ container }),
    );
    const events = frames.flatMap((frame) => frame.events);
    const began = events.find((event) => event.__typename === 'RunBegan');
    expect(began?.phases.map(({ key }) => key)).toEqual([...phases.map(({ key }) => key), 'backup']);
    expect(events.findLast((event) => event.__typename === 'PhaseProgress')).toMatchObject({
      ...{ phase: 'backup', state: 'COMPLETED', percent: 100, note: 'for the first time' },
    });
    await tail.onApplicationShutdown();
    await harness.stop();
  });
});
