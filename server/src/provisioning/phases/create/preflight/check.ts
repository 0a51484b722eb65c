/** One thing that was looked at before a container is made. */
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
  /** The field of the request that it is about, for example `network.bridge`, or null. */
  readonly field: string | null;
}

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

/** An answer of the node, or why there is none. */
export type Seen<Answer> =
  { readonly kind: 'seen'; readonly value: Answer } | { readonly kind: 'unseen'; readonly error: Error };

export async function see<Answer>(answer: Promise<Answer>): Promise<Seen<Answer>> {
  try {
    return { kind: 'seen', value: await answer };
  } catch (error) {
    return { kind: 'unseen', error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** A check that could not be made is no reason not to try, but has to be said. */
export function notChecked(subject: Subject, error: Error): Check {
  return wrong('warn', subject, {
    code: 'PREFLIGHT.NOT_CHECKED',
    detail: `This could not be checked: ${error.message}`,
    remedy: 'Look at the other checks first; the run will look again.',
  });
}
