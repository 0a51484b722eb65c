import type { Signal } from '@angular/core';
import { computed, effect, inject, resource, untracked } from '@angular/core';
import { Api } from '../../graphql/api.js';
import { requestFailed } from '../../graphql/request-failed.js';
import type { HistoryEntry } from './whole-history.js';
import { wholeHistory } from './whole-history.js';

/** A container's whole life, and how far the asking for it is. */
export interface FollowedHistory {
  /** The oldest first; empty until it is there. */
  readonly entries: Signal<readonly HistoryEntry[]>;
  readonly loading: Signal<boolean>;
  /** Why it cannot be read, as a sentence. */
  readonly problem: Signal<string | null>;
  again(): void;
}

/**
 * Reads a container's history, and again whenever `version` changes. What was read stays in sight meanwhile. Call it in
 * an injection context.
 */
export function followedHistory(containerId: Signal<string>, version: Signal<string>): FollowedHistory {
  const api = inject(Api);
  const history = resource({
    params: () => ({ id: containerId() }),
    loader: ({ params }) => wholeHistory(api, params.id),
  });
  effect(() => {
    version();
    untracked(() => history.reload());
  });
  return {
    entries: computed(() => (history.hasValue() ? history.value() : [])),
    loading: history.isLoading,
    problem: computed(() => {
      const cause = history.error();
      return cause ? requestFailed(cause).message : null;
    }),
    again: () => void history.reload(),
  };
}
