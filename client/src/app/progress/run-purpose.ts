import type { PhaseProgress } from './progress-state.js';

export type RunPurpose = 'provision' | 'start' | 'stop' | 'resync' | 'refresh' | 'destroy';

/** Runs that consist of one phase, by its name. */
const ALONE: ReadonlyMap<string, RunPurpose> = new Map([
  ['start', 'start'],
  ['stop', 'stop'],
  ['discover', 'refresh'],
  ['destroy', 'destroy'],
]);

/** Only looks whether the container is still the one that was made. */
const LOOKS = 'find';

/** What a run is for, by its phases: only provisioning creates, and only that has a phase `create`, done or skipped. */
export function purposeOf(phases: readonly PhaseProgress[]): RunPurpose {
  const [only, ...others] = phases.filter(({ key }) => key !== LOOKS);
  if (!only || phases.some(({ key }) => key === 'create')) return 'provision';
  return others.length > 0 ? 'resync' : (ALONE.get(only.key) ?? 'provision');
}
