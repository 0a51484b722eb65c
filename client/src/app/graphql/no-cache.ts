import type { Cache } from '@apollo/client/cache';
import { ApolloCache } from '@apollo/client/cache';

/**
 * A cache that keeps nothing. Apollo Client asks for one, and every operation here is `no-cache`; the usual one would
 * be a good part of what a browser has to load before it shows anything.
 */
export class NoCache extends ApolloCache {
  override read(): null {
    return null;
  }
  override write(): undefined {
    return undefined;
  }
  override diff<T>(): Cache.DiffResult<T> {
    return { result: null, complete: false };
  }
  override watch(): () => void {
    return () => undefined;
  }
  override reset(): Promise<void> {
    return Promise.resolve();
  }
  override evict(): boolean {
    return false;
  }
  override restore(): this {
    return this;
  }
  override extract(): Record<string, never> {
    return {};
  }
  override removeOptimistic(): void {
    // There is nothing to remove.
  }
  override fragmentMatches(): boolean {
    return true;
  }
  override performTransaction(transaction: (cache: ApolloCache) => void): void {
    transaction(this);
  }
}
