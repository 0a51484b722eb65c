/**
 * An async iterator over values that are produced on demand. Unlike an async generator, which stays parked on its
 * await when the reader has gone, `return()` wakes a pending `next()`: it aborts the signal that `produce` waits with.
 */
export class Resumable<Value> implements AsyncIterableIterator<Value> {
  private readonly closing = new AbortController();
  private turn: Promise<unknown> = Promise.resolve();

  /**
   * @param produce the next value, or null at the end; never called again before it has settled
   * @param release called once, however the iteration ends
   */
  constructor(
    private readonly produce: (signal: AbortSignal) => Promise<Value | null>,
    private readonly release: () => void,
  ) {}

  next(): Promise<IteratorResult<Value, undefined>> {
    const next = this.turn.then(() => this.advance());
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async advance(): Promise<IteratorResult<Value, undefined>> {
    if (this.isClosed()) return { done: true, value: undefined };
    try {
      const value = await this.produce(this.closing.signal);
      if (value !== null && !this.isClosed()) return { done: false, value };
    } catch (error) {
      this.close();
      throw error;
    }
    this.close();
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<never> {
    this.close();
    return Promise.reject(error instanceof Error ? error : new Error('The reader gave up.'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  private close(): void {
    if (this.isClosed()) return;
    this.closing.abort();
    this.release();
  }
}
