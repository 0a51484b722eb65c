import type { HistoryEntry } from './whole-history.js';

export interface PastRun {
  readonly id: string;
  readonly askedAt: string;
  /** Who asked for it, as recorded. */
  readonly actor: string;
  /** What it was for, in a sentence. */
  readonly purpose: string;
  readonly endedAt: string | null;
  /** How it ended, in a sentence; null while it goes on. */
  readonly ending: string | null;
}

/** The runs in a container's history, the latest first. */
export function pastRuns(entries: readonly HistoryEntry[]): readonly PastRun[] {
  const runs = new Map<string, PastRun>();
  for (const { runId, type, at, text, actor } of entries) {
    if (runId === null) continue;
    if (type === 'RunRequested') {
      runs.set(runId, { id: runId, askedAt: at, actor, purpose: text, endedAt: null, ending: null });
    }
    const run = runs.get(runId);
    if (run && type === 'RunEnded') runs.set(runId, { ...run, endedAt: at, ending: text });
  }
  return [...runs.values()].reverse();
}
