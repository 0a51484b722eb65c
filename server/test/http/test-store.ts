import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedStore } from '../../../embedded-store/embedded-store.js';
import { startEmbeddedStore } from '../../../embedded-store/embedded-store.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';

/** An embedded store in a temporary directory, and the application's connection to it. */
export class TestStore {
  private constructor(
    readonly directory: string,
    private readonly server: EmbeddedStore,
    readonly events: EsdbEventStore,
  ) {}

  static async start(): Promise<TestStore> {
    const directory = await mkdtemp(join(tmpdir(), 'infrahaus-store-'));
    const server = await startEmbeddedStore({ dataDir: join(directory, 'event-store'), port: 0 });
    return new TestStore(directory, server, new EsdbEventStore(server.url));
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.events.close();
    await this.server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
