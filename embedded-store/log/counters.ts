/** How many commits the latencies are computed from. */
const WINDOW = 1_024;

/** What the log has done since it was opened. */
export class Counters {
  appends = 0;
  events = 0;
  bytes = 0;
  /** Transactions that brought one or more appends to the disk. */
  commits = 0;
  failedCommits = 0;
  /** Open subscriptions. */
  subscriptions = 0;
  reads = 0;
  private readonly latencies: number[] = [];

  committed(milliseconds: number): void {
    this.latencies[this.commits % WINDOW] = milliseconds;
    this.commits++;
  }

  /** Milliseconds that commits of late took, of which the share was not slower. */
  commitLatency(share: number): number {
    const sorted = this.latencies.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  }
}
