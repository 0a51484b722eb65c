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
