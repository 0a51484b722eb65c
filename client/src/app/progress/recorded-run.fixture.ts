import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgressEvent } from './progress-state.js';

/** The events of a run as a server sent them: of one that ended ready, or of one whose package was not found. */
export function recordedRun(name: 'ready' | 'failed' = 'ready'): readonly ProgressEvent[] {
  const file = join(import.meta.dirname, 'recordings', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as ProgressEvent[];
}
