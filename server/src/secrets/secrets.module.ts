import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { EventStore } from '../event-store/event-store.js';
import type { MasterKey } from './master-key.js';
import { Vault } from './vault.js';

/** The vault, unlocked before anything uses it. Needs a global `EventStore`. */
@Module({})
export class SecretsModule {
  static forRoot(master: MasterKey, previous: MasterKey | null = null): DynamicModule {
    const vault = {
      provide: Vault,
      inject: [EventStore],
      useFactory: async (store: EventStore) => {
        const unlocked = new Vault(store, master, previous);
        await unlocked.unlock();
        return unlocked;
      },
    };
    return { module: SecretsModule, global: true, providers: [vault], exports: [Vault] };
  }
}
