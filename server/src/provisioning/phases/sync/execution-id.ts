import { v5 as uuidV5 } from 'uuid';

const EXECUTION_IDS = '3a9d5b51-7f0e-4c1f-9a2b-8e64d2c7a5f3';

/**
 * The id of one execution of a script or package group in a run. It follows from what it is, so a worker that takes the
 * run over finds the execution in the container instead of starting a second one. `restart` counts the repetitions
 * after an interruption.
 */
export function executionId(run: string, kind: 'script' | 'packages', name: string, restart = 0): string {
  return uuidV5(JSON.stringify([run, kind, name, restart]), EXECUTION_IDS);
}
