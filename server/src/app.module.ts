import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import type { Environment } from './environment.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { EventStore } from './event-store/event-store.js';
import { Health } from './http/health.js';
import type { HttpOptions } from './http/http-options.js';
import { Readiness, isSecure } from './http/http-options.js';
import { HttpModule } from './http/http.module.js';
import { applicationVersion, projectRoot } from './project-root.js';
import { InventoryApiModule } from './inventory/inventory-api.module.js';
import type { MasterKey } from './secrets/master-key.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { StoreReadiness } from './store-readiness.js';

const readiness = {
  provide: Readiness,
  inject: [EventStore],
  useFactory: (store: EventStore) => new StoreReadiness(store),
};

/** Wires the parts that a process needs for its role. */
@Module({})
export class AppModule {
  static forRoot(environment: Environment, masterKey: MasterKey): DynamicModule {
    const serving = environment.role === 'worker' ? [] : [serve(environment), InventoryApiModule];
    return {
      module: AppModule,
      imports: [
        EventStoreModule.forRoot(environment.eventStoreUrl),
        SecretsModule.forRoot(masterKey),
        ...serving,
      ],
      providers: [readiness, Health],
    };
  }
}

function serve(environment: Environment): DynamicModule {
  const options: HttpOptions = {
    bind: environment.bind,
    tls: environment.tls !== null,
    publicUrl: environment.publicUrl,
    trustedProxies: environment.trustedProxies,
    maxSocketsPerAccount: environment.maxSocketsPerAccount,
    clientDirectory: join(projectRoot(), 'dist/client/browser'),
  };
  const accounts = AccountsModule.forRoot({
    secureCookies: isSecure(options),
    version: applicationVersion(),
  });
  return HttpModule.forRoot(options, readiness, accounts);
}
