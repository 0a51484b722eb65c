import type { Check, Subject } from '../../../../../../schema/rules/check.js';
import { wrong } from '../../../../../../schema/rules/check.js';

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
