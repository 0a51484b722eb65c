/** Aborts its signal once nothing has come for too long. What is still being handled counts as coming: then we are slow. */
export class QuietLimit {
  private readonly controller = new AbortController();
  private handling = 0;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(private readonly limitMs: number) {
    this.arm();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Hands on what came, unless it is too late for it. */
  async hear(handle: () => Promise<void>): Promise<void> {
    if (this.isOver) return;
    clearTimeout(this.timer);
    this.handling++;
    try {
      await handle();
    } finally {
      this.handling--;
      if (this.handling === 0) this.arm();
    }
  }

  /** Nothing is expected any more. */
  end(): void {
    clearTimeout(this.timer);
    this.isOver = true;
    this.controller.abort();
  }

  private arm(): void {
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.end();
    }, this.limitMs);
  }
}
