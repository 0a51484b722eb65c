import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';
import { EventStore } from '../event-store/event-store.js';
import { Installation } from '../event-store/installation.js';
import type { Projection } from './projection.js';
import { ReadStore } from './read-store.js';

/** The read models of a process, up to date before anything asks them. Needs the global event store. */
@Global()
@Module({})
export class ReadStoreModule implements OnApplicationShutdown {
  constructor(private readonly readStore: ReadStore) {}

  static forRoot(directory: string, projections: readonly Projection[]): DynamicModule {
    const readStore = {
      provide: ReadStore,
      inject: [EventStore, Installation],
      useFactory: async (store: EventStore, { id }: Installation) => {
        const opened = new ReadStore(directory, id);
        for (const projection of projections) opened.register(projection);
        opened.start(store);
        await opened.ready();
        return opened;
      },
    };
    return { module: ReadStoreModule, providers: [readStore], exports: [ReadStore] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.readStore.stop();
  }
}
