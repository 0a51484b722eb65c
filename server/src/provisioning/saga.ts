import type { Container } from '../containers/domain/container.js';
import type { Failure } from '../containers/domain/events.js';

/** What has to happen next in a container's latest run. */
export type Step =
  /** There is no run, or it has ended. */
  | { readonly kind: 'nothing' }
  /** Somebody else owns the run, or nobody does. */
  | { readonly kind: 'claim'; readonly run: string; readonly after: number; readonly owner: string | null }
  | { readonly kind: 'run-phase'; readonly phase: string }
  /** Stop what goes on outside, then end the run. Done again by the next worker if this one does not get that far. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'end'; readonly outcome: 'ready' | 'failed'; readonly failure: Failure | null };

/**
 * The saga: a pure function of what was recorded. It holds no state of its own, so a crash, a restart or another
 * process asks it the same question and gets the same answer.
 * @param holder the worker that asks, with the claim that it holds
 */
export function nextStep(
  container: Container,
  holder: { readonly worker: string; readonly claim: number },
): Step {
  if (container.state === 'not-requested' || container.run === null || container.run.outcome !== null) {
    return { kind: 'nothing' };
  }
  const { run } = container;
  if (run.worker !== holder.worker || run.claim !== holder.claim) {
    return { kind: 'claim', run: run.id, after: run.claim, owner: run.worker };
  }
  if (run.cancelRequested) return { kind: 'cancel' };
  if (run.failure) return { kind: 'end', outcome: 'failed', failure: run.failure };
  const open = run.plan.find(({ key }) => !run.done.has(key));
  return open ? { kind: 'run-phase', phase: open.key } : { kind: 'end', outcome: 'ready', failure: null };
}
