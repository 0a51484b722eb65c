import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { LOCK_FILE } from './data-directory.js';
import type { Environment } from './environment.js';
import { ContainersModule } from './containers/containers.module.js';
import { containerDetail } from './containers/projections/container-detail.projection.js';
import { containerList } from './containers/projections/container-list.projection.js';
import { services } from './containers/projections/services.projection.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { EventStore } from './event-store/event-store.js';
import { Health } from './http/health.js';
import type { HttpOptions } from './http/http-options.js';
import { Readiness, isSecure } from './http/http-options.js';
import { HttpModule } from './http/http.module.js';
import { applicationVersion, projectRoot } from './project-root.js';
import { InventoryApiModule } from './inventory/inventory-api.module.js';
import { ProxmoxTimeoutsModule } from './inventory/proxmox-timeouts.module.js';
import type { MasterKey } from './secrets/master-key.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { openRuns } from './provisioning/open-runs.projection.js';
import { ProvisioningModule } from './provisioning/provisioning.module.js';
import { ReadStore } from './read-store/read-store.js';
import { ReadStoreModule } from './read-store/read-store.module.js';
import { packageBuckets } from './templates/projections/package-buckets.projection.js';
import { templateList } from './templates/projections/template-list.projection.js';
import { TemplatesApiModule } from './templates/templates-api.module.js';
import { StoreReadiness } from './store-readiness.js';
import { workSettings } from './work-settings.js';

const PROJECTIONS = [openRuns, containerList, containerDetail, services, templateList, packageBuckets];

const readiness = {
  provide: Readiness,
  inject: [EventStore, ReadStore],
  useFactory: (store: EventStore, readStore: ReadStore) => new StoreReadiness(store, readStore),
};

/** Wires the parts that a process needs for its role. */
@Module({})
export class AppModule {
  static forRoot(
    environment: Environment,
    masterKey: MasterKey,
    previousMasterKey: MasterKey | null,
  ): DynamicModule {
    const serving =
      environment.role === 'worker'
        ? []
        : [
            serve(environment),
            InventoryApiModule,
            TemplatesApiModule,
            ContainersModule.forRoot(environment.phaseLimits),
          ];
    const working = environment.role === 'api' ? [] : [work(environment)];
    return {
      module: AppModule,
      imports: [
        EventStoreModule.forRoot(environment.eventStoreUrl),
        SecretsModule.forRoot(masterKey, previousMasterKey),
        ProxmoxTimeoutsModule.forRoot({
          readMs: environment.proxmoxReadTimeout * 1_000,
          changeMs: environment.proxmoxChangeTimeout * 1_000,
        }),
        ReadStoreModule.forRoot(join(environment.dataDir, 'read-models'), PROJECTIONS),
        ...serving,
        ...working,
      ],
      providers: [readiness, Health],
    };
  }
}

function work(environment: Environment): DynamicModule {
  const { dataDir } = environment;
  return ProvisioningModule.forRoot({ dataDir, lockFile: LOCK_FILE, settings: workSettings(environment) });
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
