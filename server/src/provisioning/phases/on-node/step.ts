import { setTimeout as delay } from 'node:timers/promises';
import type { PhaseContext } from '../phase.js';

const LOOK_AGAIN_MS = 500;

/** Records a part of a phase with its duration and what is worth noting. */
export async function step<Result extends { readonly note: string | null }>(
  { report }: PhaseContext,
  {
    phase,
    name,
    title,
  }: { readonly phase: 'create' | 'start'; readonly name: string; readonly title: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const began = performance.now();
  await report.fact({ type: 'StepStarted', data: { phase, step: name, title } });
  const result = await work();
  const durationMs = Math.round(performance.now() - began);
  await report.fact({
    type: 'StepCompleted',
    data: { phase, step: name, durationMs, note: result.note },
  });
  return result;
}

/** Asks again until there is an answer; null when the limit has passed. */
export async function until<Answer>(
  limitMs: number,
  signal: AbortSignal,
  ask: () => Promise<Answer | null>,
): Promise<Answer | null> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== null || performance.now() > deadline) return answer;
    await delay(LOOK_AGAIN_MS, undefined, { signal });
  }
}
