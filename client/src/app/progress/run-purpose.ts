import type { PhaseProgress } from './progress-state.js';

export type RunPurpose = 'provision' | 'start' | 'stop' | 'destroy';

/** What a run is for. A run that only starts, stops or destroys consists of that one phase. */
export function purposeOf(phases: readonly PhaseProgress[]): RunPurpose {
  const [only, ...others] = phases;
  if (!only || others.length > 0) return 'provision';
  return only.key === 'start' || only.key === 'stop' || only.key === 'destroy' ? only.key : 'provision';
}
