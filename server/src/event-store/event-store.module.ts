import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';
import { BlobStore } from './blobs.js';
import { CommandHandling } from './command-handling.js';
import { EsdbEventStore } from './esdb-event-store.js';
import { EventStore } from './event-store.js';
import { Installation } from './installation.js';

/** The one connection of a process to its event store. */
@Global()
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(private readonly store: EventStore) {}

  /** @param url connection string of `@eventstore/db-client` */
  static forRoot(url: string): DynamicModule {
    return {
      module: EventStoreModule,
      providers: [
        { provide: EventStore, useFactory: () => new EsdbEventStore(url) },
        {
          provide: Installation,
          useFactory: (store: EventStore) => Installation.open(store),
          inject: [EventStore],
        },
        CommandHandling,
        BlobStore,
      ],
      exports: [EventStore, Installation, CommandHandling, BlobStore],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.store instanceof EsdbEventStore) await this.store.close();
  }
}
