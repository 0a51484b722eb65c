/** How large a benchmark is: `smoke` proves within about a minute that it works, `full` is what the README's figures come from. */
export type Scale = 'smoke' | 'full';

/** Something measured beside something else in the same run, on the same machine. */
export interface Ratio {
  /** What is compared with what, as a phrase. */
  readonly what: string;
  readonly measured: number;
  /** The promise: an upper bound (`at-most`) or a lower one (`at-least`). */
  readonly promise: { readonly kind: 'at-most' | 'at-least'; readonly value: number };
  /** The absolute figures behind the ratio, with their units. */
  readonly figures: string;
}

/** One capability, measured. */
export interface Benchmark {
  /** Unique; `npm run bench -- NAME` runs it alone. */
  readonly name: string;
  measure(scale: Scale): AsyncIterable<Ratio>;
}
