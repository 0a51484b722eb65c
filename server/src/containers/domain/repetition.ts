import type { RunKind } from './events.js';

/** What a retry does: provision again, or repeat what the last run was for. */
export type Repetition = 'retry' | 'start' | 'stop' | 'destroy';

/**
 * What trying a run again means. A failed stop is never answered by provisioning the container anew; but whoever cancelled
 * a destruction wants the container back, so that one is not repeated.
 */
export function repetitionOf(kind: RunKind, outcome: 'failed' | 'cancelled'): Repetition {
  switch (kind) {
    case 'start':
    case 'stop':
      return kind;
    case 'destroy':
      return outcome === 'failed' ? 'destroy' : 'retry';
    case 'provision':
    case 'retry':
    case 'resync':
    case 'refresh':
      return 'retry';
  }
}
