import type { Container, RequestedContainer, Run } from '../containers/domain/container.js';
import { initialState } from '../containers/domain/container.js';
import { nextStep } from './saga.js';

const run: Run = {
  id: 'r1',
  kind: 'provision',
  attempt: 1,
  plan: ['create', 'start'].map((key) => ({ key, title: key, weight: 1, skipped: false })),
  claim: 1,
  worker: 'w1',
  done: new Set(),
  current: null,
  failure: null,
  cancelRequested: false,
  outcome: null,
};
const container = (change: Partial<Run> | null): Container =>
  ({ state: 'provisioning', run: change && { ...run, ...change } }) as RequestedContainer;
const holder = { worker: 'w1', claim: 1 };

describe('the saga', () => {
  it('should have nothing to do without a run or after its end', () => {
    expect(nextStep(initialState, holder).kind).toBe('nothing');
    expect(nextStep(container(null), holder).kind).toBe('nothing');
    expect(nextStep(container({ outcome: 'ready' }), holder).kind).toBe('nothing');
  });

  it('should want a claim when nobody owns the run, another does, or this worker’s own claim is an older one', () => {
    const claim = (after: number, owner: string | null) => ({ kind: 'claim', run: 'r1', after, owner });
    expect(nextStep(container({ claim: 0, worker: null }), { ...holder, claim: 0 })).toEqual(claim(0, null));
    expect(nextStep(container({ worker: 'w2' }), holder)).toEqual(claim(1, 'w2'));
    expect(nextStep(container({ claim: 2 }), holder)).toEqual(claim(2, 'w1'));
  });

  it('should take the phases in order and end ready behind the last', () => {
    expect(nextStep(container({}), holder)).toEqual({ kind: 'run-phase', phase: 'create' });
    expect(nextStep(container({ done: new Set(['create']) }), holder)).toEqual({
      kind: 'run-phase',
      phase: 'start',
    });
    expect(nextStep(container({ done: new Set(['create', 'start']) }), holder)).toEqual({
      kind: 'end',
      outcome: 'ready',
      failure: null,
    });
  });

  it('should stop what goes on outside when the run was cancelled, whatever else has happened', () => {
    expect(nextStep(container({ cancelRequested: true }), holder)).toEqual({ kind: 'cancel' });
    const done = new Set(['create', 'start']);
    expect(nextStep(container({ cancelRequested: true, done }), holder)).toEqual({ kind: 'cancel' });
    const gone = { cancelRequested: true, outcome: 'cancelled' as const };
    expect(nextStep(container(gone), holder)).toEqual({ kind: 'nothing' });
  });

  it('should end failed when a phase has failed', () => {
    const failure = { ...{ phase: 'start', step: null, code: 'X', message: 'm' }, likelyCause: 'c' };
    const whole = { ...failure, retryable: false, exitCode: null };
    expect(nextStep(container({ failure: whole }), holder)).toEqual({
      kind: 'end',
      outcome: 'failed',
      failure: whole,
    });
  });
});
