import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { BlobStore } from '../event-store/blobs.js';
import { CommandHandling } from '../event-store/command-handling.js';
import { EventStore } from '../event-store/event-store.js';
import { Installation } from '../event-store/installation.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { NodeDirectory } from '../inventory/node-directory.js';
import { ReadStore } from '../read-store/read-store.js';
import { Vault } from '../secrets/vault.js';
import { allPhases } from './phases/phases.js';
import type { ProvisioningSettings } from './ports.js';
import { DEFAULT_SETTINGS } from './ports.js';
import { ProvisioningWorker } from './provisioning-worker.js';
import { succeed } from './succession.js';
import { Worker } from './worker.js';

/** Work on runs, in processes of the roles `worker` and `all`. Needs the global event store, read store and vault. */
@Module({})
export class ProvisioningModule {
  static forRoot(options: {
    dataDir: string;
    lockFile: string;
    settings: Partial<ProvisioningSettings>;
  }): DynamicModule {
    const settings = { ...DEFAULT_SETTINGS, ...options.settings };
    const worker = {
      provide: ProvisioningWorker,
      inject: [EventStore, Installation, CommandHandling, BlobStore, Vault, NodeDirectory, ReadStore],
      useFactory: (
        store: EventStore,
        { id: installation }: Installation,
        handling: CommandHandling,
        blobs: BlobStore,
        secrets: Vault,
        nodes: NodeDirectory,
        readStore: ReadStore,
      ) => {
        const identity = new Worker(store, settings);
        const predecessor = succeed(options.dataDir, options.lockFile, identity.id);
        const parts = {
          store,
          handling,
          blobs,
          secrets,
          nodes,
          phases: allPhases,
          worker: identity,
          settings,
          installation,
        };
        return new ProvisioningWorker(parts, predecessor, readStore);
      },
    };
    return { module: ProvisioningModule, imports: [InventoryModule], providers: [worker] };
  }
}
