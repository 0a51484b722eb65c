import type { Observable } from 'rxjs';
import { Resumable } from '../../provisioning/progress/resumable.js';

/**
 * Changes for one watcher. While it is slow only the latest change of each container waits, so what is kept for it is
 * bounded by the number of containers.
 */
export function latestChanges<Item extends { readonly id: string }>(
  changes: Observable<Item>,
): Resumable<Item> {
  const waiting = new Map<string, Item>();
  let wake: () => void = () => undefined;
  const subscription = changes.subscribe((item) => {
    waiting.set(item.id, item);
    wake();
  });
  const produce = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const [next] = waiting.values();
      if (next) {
        waiting.delete(next.id);
        return next;
      }
      await new Promise<void>((resolve) => {
        const settle = () => {
          signal.removeEventListener('abort', settle);
          resolve();
        };
        wake = settle;
        signal.addEventListener('abort', settle);
      });
    }
    return null;
  };
  return new Resumable(produce, () => {
    subscription.unsubscribe();
  });
}
