import { setTimeout as delay } from 'node:timers/promises';
import type { PhaseContext } from '../phase.js';

/** What takes a moment is seen soon, and what takes long is asked about less and less often. */
const FIRST_PAUSE_MS = 20;
const LAST_PAUSE_MS = 500;
/** Waiting is worth a line from here on, and then again … */
const SLOW_MS = 2_000;
/** … after every so much more of it. */
const REPEAT_MS = 15_000;

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

export interface Wait {
  /** What is waited for, for example `an address by DHCP`; asked anew for every line. */
  readonly what: () => string;
  readonly limitMs: number;
  /** The step whose lines these are. */
  readonly step: string;
}

/** As `until`; where it is slow a line of the log says what it waits for, and for how long at most. */
export async function waitFor<Answer>(
  { report, signal }: Pick<PhaseContext, 'report' | 'signal'>,
  { what, limitMs, step: name }: Wait,
  ask: () => Promise<Answer | null>,
): Promise<Answer | null> {
  const began = performance.now();
  let sayAt = Math.min(SLOW_MS, limitMs / 2);
  return until(limitMs, signal, async () => {
    const answer = await ask();
    const waitedMs = performance.now() - began;
    if (answer === null && waitedMs >= sayAt) {
      const seconds = [waitedMs, limitMs].map((ms) => String(Math.round(ms / 1_000)));
      const text = `waits for ${what()} (${seconds.join(' of at most ')} s)`;
      report.line({ stream: 'system', text, step: name });
      sayAt = waitedMs + REPEAT_MS;
    }
    return answer;
  });
}

/** Asks again until there is an answer; null when the limit has passed. */
export async function until<Answer>(
  limitMs: number,
  signal: AbortSignal,
  ask: () => Promise<Answer | null>,
): Promise<Answer | null> {
  const deadline = performance.now() + limitMs;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== null || performance.now() > deadline) return answer;
    await delay(pause, undefined, { signal });
    pause = Math.min(pause * 2, LAST_PAUSE_MS);
  }
}
