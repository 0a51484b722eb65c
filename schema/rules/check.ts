/** One thing that was looked at. */
export interface Check {
  /** Stable, for example `storage:local-lvm`. */
  readonly key: string;
  readonly title: string;
  readonly state: 'pass' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do about it; null if it passed. */
  readonly remedy: string | null;
  /** A stable code of what is wrong, for example `CREATE.STORAGE_FULL`; null if it passed. */
  readonly code: string | null;
  /** The field of a request that it is about, for example `network.bridge`, or null. */
  readonly field: string | null;
}

/** What a check is about. */
export interface Subject {
  readonly key: string;
  readonly title: string;
  readonly field?: string;
}

export function pass({ key, title, field }: Subject, detail: string): Check {
  return { key, title, state: 'pass', detail, remedy: null, code: null, field: field ?? null };
}

export function wrong(
  state: 'warn' | 'fail',
  { key, title, field }: Subject,
  problem: { readonly code: string; readonly detail: string; readonly remedy: string },
): Check {
  return { key, title, state, field: field ?? null, ...problem };
}

/** The state of the worst check. */
export function worstOf(checks: readonly Check[]): Check['state'] {
  return (['fail', 'warn'] as const).find((state) => checks.some((check) => check.state === state)) ?? 'pass';
}
