/**
 * One read for many who ask at the same time. Who asks while a read is going on gets the next one: the running one may
 * have begun before what the asker knows of was recorded.
 */
export class FreshRead<Value> {
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<Value> | null = null;

  constructor(private readonly read: () => Promise<Value>) {}

  get(): Promise<Value> {
    this.next ??= this.startNext();
    return this.next;
  }

  private async startNext(): Promise<Value> {
    await this.running.catch(() => undefined);
    this.next = null;
    const read = this.read();
    this.running = read;
    return read;
  }
}

/** The same for many things, each with a key. Keeps nothing of what nobody asks for at the moment. */
export class FreshReads<Value> {
  private readonly asked = new Map<string, { readonly read: FreshRead<Value>; asking: number }>();

  constructor(private readonly read: (key: string) => Promise<Value>) {}

  async get(key: string): Promise<Value> {
    const asked = this.asked.get(key) ?? { read: new FreshRead(() => this.read(key)), asking: 0 };
    this.asked.set(key, asked);
    asked.asking++;
    try {
      return await asked.read.get();
    } finally {
      asked.asking--;
      if (asked.asking === 0) this.asked.delete(key);
    }
  }
}
