import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { concat, defer, map, retry, Subject, merge, takeWhile, tap, throwError, timeout, timer } from 'rxjs';
import { ContainerProgressDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { RequestFailed, requestFailed } from '../graphql/request-failed.js';
import type { ProgressFrame } from './progress-state.js';

export type FeedSignal =
  | { readonly kind: 'frame'; readonly frame: ProgressFrame }
  /** The connection is gone; the feed goes on behind the last frame as soon as it is back. */
  | { readonly kind: 'lost' };

/** A frame comes every 15 s at the least; without one for so long, the connection is dead whatever it claims. */
const SILENCE_MS = 40_000;
const LONGEST_PAUSE_MS = 10_000;

/** Follows a run to its end, over lost connections and server restarts, without gap or repetition. */
@Injectable({ providedIn: 'root' })
export class ProgressFeed {
  private readonly api = inject(Api);

  /** Completes after the terminal frame. Errors only where waiting cannot help: signed out, or refused. */
  follow(containerId: string, run: string | null): Observable<FeedSignal> {
    return defer(() => {
      const lost = new Subject<FeedSignal>();
      return merge(lost, this.frames(containerId, run, lost)).pipe(
        takeWhile((signal) => signal.kind === 'lost' || !signal.frame.terminal, true),
      );
    });
  }

  private frames(containerId: string, run: string | null, lost: Subject<FeedSignal>): Observable<FeedSignal> {
    let after: string | null = null;
    const cut = throwError(() => new RequestFailed('The connection was closed.', 'offline'));
    return defer(() =>
      concat(this.api.subscribe(ContainerProgressDocument, { containerId, run, after }), cut),
    ).pipe(
      timeout({ each: SILENCE_MS }),
      map(({ containerProgress }) => containerProgress),
      tap((frame) => (after = frame.cursor)),
      map((frame): FeedSignal => ({ kind: 'frame', frame })),
      retry({
        resetOnSuccess: true,
        delay: (cause: unknown, attempt) => {
          const failure = requestFailed(cause);
          if (failure.kind !== 'offline') return throwError(() => failure);
          lost.next({ kind: 'lost' });
          return timer(pause(attempt));
        },
      }),
    );
  }
}

/** Half a second, doubled with each failure, with a random part so that a thousand pages do not come back at once. */
function pause(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(attempt - 1, 6));
  return longest / 2 + (Math.random() * longest) / 2;
}
