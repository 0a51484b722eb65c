/** A linear congruential generator: the same seed makes the same choices again. */
export class Random {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed;
  }

  /** SEED of the environment, or another one each time; printed, so that a failure can be repeated. */
  static fromEnvironment(): Random {
    const random = new Random(Number(process.env['SEED'] ?? Date.now() % 1_000_000));
    console.info(`seed ${random.seed} (set SEED to repeat)`);
    return random;
  }

  /** From 0 to below the limit. */
  below(limit: number): number {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.state / 2_147_483_648) * limit);
  }

  oneOf<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }
}
