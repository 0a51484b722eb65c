import { TestBed } from '@angular/core/testing';
import type { PhaseState } from '../../../../schema/generated/client.js';
import { Page } from '../ui/page.fixture.js';
import { PhaseTimeline } from './phase-timeline.js';
import type { PhaseProgress } from './progress-state.js';

const began = { startedAt: '2026-01-31T12:00:00.000Z', durationMs: null, note: null };
const phase = (key: string, state: PhaseState): PhaseProgress => ({
  ...began,
  ...{ key, title: key, state },
  steps: [{ ...began, key: `${key}-step`, title: 'a step', state, exitCode: null }],
});

async function open(over: boolean) {
  const fixture = TestBed.createComponent(PhaseTimeline);
  fixture.componentRef.setInput('phases', [phase('create', 'COMPLETED'), phase('sync', 'RUNNING')]);
  fixture.componentRef.setInput('until', '2026-01-31T12:00:12.000Z');
  fixture.componentRef.setInput('over', over);
  const page = new Page(fixture);
  await page.settle();
  return page;
}
const openPhases = (page: Page) =>
  page
    .all('phase')
    .filter((phase) => phase.querySelector('details')?.open)
    .map(({ dataset }) => dataset['state']);

describe('The phases of a run', () => {
  it('are open while they go on and folded once they have passed', async () => {
    const page = await open(false);
    expect(openPhases(page)).toEqual(['RUNNING']);
    expect(page.texts('phase')[1]).toContain('sync , going on 12 s');
  });

  it('do not go on in a run that has ended: what was under way was stopped', async () => {
    const page = await open(true);
    expect(openPhases(page)).toEqual(['STOPPED']);
    expect(page.texts('phase')[1]).toContain('sync , stopped before it was done 12 s');
    expect(page.texts('step')[1]).toContain('stopped before it was done');
  });
});
