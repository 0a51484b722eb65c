import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** So long after a commit the next one is expected. */
const APPENDS_FOLLOW_MS = 20;
/** How long a long read rests after each slice meanwhile. */
const REST_MS = 4;

/** The order of work on the one thread: appends first. */
export class Turns {
  private lastCommit = -Infinity;

  committed(): void {
    this.lastCommit = performance.now();
  }

  /**
   * Lets others work between two slices of a read.
   * @param long whether it is one of those that could fill both the store's and their reader's processor for a long
   *   time, and therefore leave some of it to appends while these come
   */
  async next(long: boolean): Promise<void> {
    if (long && performance.now() - this.lastCommit < APPENDS_FOLLOW_MS) await delay(REST_MS);
    else await nextTurn();
  }
}
