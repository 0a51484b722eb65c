import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONEventType } from '@eventstore/db-client';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { EmbeddedStore } from '../embedded-store.js';
import { startEmbeddedStore } from '../embedded-store.js';

export type Numbered = JSONEventType<'Numbered', { n: number }>;
export const numbered = (n: number) => jsonEvent<Numbered>({ type: 'Numbered', data: { n } });
export const several = (count: number, from = 0) =>
  Array.from({ length: count }, (_value, index) => numbered(from + index));

/** User and password of a connection string: given per call they make the client use unary appends. */
export function credentialsOf(url: string): { username: string; password: string } {
  const [, username = '', password = ''] = /:\/\/([^:/@]+):([^@]+)@/.exec(url) ?? [];
  return { username, password };
}

/**
 * A store for the tests of one file: a fresh embedded one, or, to hold the same sentences against the original, the
 * EventStoreDB that EVENTSTORE_URL names.
 */
export class StoreUnderTest {
  url = '';
  client!: EventStoreDBClient;
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'embedded-store-'));
  private store: EmbeddedStore | undefined;
  private count = 0;

  constructor() {
    beforeAll(() => this.start());
    afterAll(() => this.stop());
  }

  freshStream(): string {
    return `conformance-${process.pid}-${Date.now()}-${this.count++}`;
  }

  /** A fresh stream with events numbered 0 to count - 1. */
  async streamOf(count: number): Promise<string> {
    const stream = this.freshStream();
    await this.client.appendToStream(stream, several(count));
    return stream;
  }

  async numbersOf(stream: string, options: object = {}): Promise<number[]> {
    const numbers: number[] = [];
    for await (const { event } of this.client.readStream<Numbered>(stream, options)) {
      if (event) numbers.push(event.data.n);
    }
    return numbers;
  }

  private async start(): Promise<void> {
    this.url = process.env['EVENTSTORE_URL'] ?? '';
    if (this.url === '') {
      this.store = await startEmbeddedStore({ dataDir: this.dataDir, port: 0 });
      this.url = this.store.url;
    }
    this.client = EventStoreDBClient.connectionString(this.url);
  }

  private async stop(): Promise<void> {
    await this.client.dispose();
    await this.store?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
