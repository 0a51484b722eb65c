import { isMetadataStream, metadataStreamOf, subjectOf } from './stream-metadata.js';

type Wake = () => void;

/** Who waits for a commit: of one stream, so that hundreds need not look at what is not theirs, or of any. */
export class Waiters {
  private readonly ofAll = new Set<Wake>();
  private readonly ofStream = new Map<string, Set<Wake>>();

  /** Resolves at the next commit that touches the stream (null: at the next of all), or at the signal. */
  wait(stream: string | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.forget(stream, wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.groupOf(stream).add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** To be called with the streams that were written to: their metadata may have changed with them, and the other way round. */
  wake(streams: ReadonlySet<string>): void {
    for (const wake of [...this.ofAll]) wake();
    if (this.ofStream.size === 0) return;
    for (const stream of streams) {
      const other = isMetadataStream(stream) ? subjectOf(stream) : metadataStreamOf(stream);
      for (const name of [stream, other]) for (const wake of [...(this.ofStream.get(name) ?? [])]) wake();
    }
  }

  private groupOf(stream: string | null): Set<Wake> {
    if (stream === null) return this.ofAll;
    const group = this.ofStream.get(stream) ?? new Set();
    this.ofStream.set(stream, group);
    return group;
  }

  private forget(stream: string | null, wake: Wake): void {
    const group = this.groupOf(stream);
    group.delete(wake);
    if (stream !== null && group.size === 0) this.ofStream.delete(stream);
  }
}
