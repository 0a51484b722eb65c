import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { InventoryModule } from '../inventory/inventory.module.js';
import type { Phase } from '../provisioning/phases/phase.js';
import { deployPhase } from '../provisioning/phases/deploy.phase.js';
import { discoverPhase } from '../provisioning/phases/discover.phase.js';
import { syncPhase } from '../provisioning/phases/sync.phase.js';
import { destroyPhase, findPhase, phases, startPhase, stopPhase } from '../provisioning/phases/phases.js';
import { PreviewModule } from '../provisioning/preview/preview.module.js';
import { ProgressModule } from '../provisioning/progress/progress.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { CancelRunHandler } from './commands/cancel-run.command.js';
import { RecognizeRequestHandler } from './commands/recognize-request.command.js';
import { PHASE_PLAN, RequestContainerHandler } from './commands/request-container.command.js';
import { RetryProvisioningHandler } from './commands/retry-provisioning.command.js';
import { RevealCredentialHandler } from './commands/reveal-credential.command.js';
import type { LifecycleKind } from './commands/start-run.command.js';
import { LIFECYCLE_PLANS, StartRunHandler } from './commands/start-run.command.js';
import type { PlannedPhase } from './domain/events.js';
import { ContainerRequests } from './graphql/container-requests.js';
import { ContainerResolver } from './graphql/container.resolver.js';
import { StoryResolver } from './graphql/story.resolver.js';
import { RunResolver } from './graphql/run.resolver.js';
import { PreviewResolver } from './graphql/preview.resolver.js';
import { ProgressResolver } from './graphql/progress.resolver.js';
import { BusyContainersHandler } from './queries/busy-containers.query.js';
import { ContainerChanges } from './queries/container-changes.js';
import {
  APPLICATION_VERSION,
  GetHistoryHandler,
  GetReceiptHandler,
  GetSupportBundleHandler,
} from './queries/container-story.query.js';
import { applicationVersion } from '../project-root.js';
import { GetContainerHandler } from './queries/get-container.query.js';
import { ListContainersHandler } from './queries/list-containers.query.js';

type Plan = readonly PlannedPhase[];

/** @param limits minutes by phase; the others keep their own */
function plansOf(limits: ReadonlyMap<string, number>) {
  const planOf = (planned: readonly Phase[]): Plan =>
    planned.map(({ key, title, weight, timeoutMs }) => {
      const limitSeconds = (limits.get(key) ?? timeoutMs / 60_000) * 60;
      return { key, title, weight, skipped: false, limitSeconds };
    });
  const lifecycle: Readonly<Record<LifecycleKind, Plan>> = {
    start: planOf([startPhase]),
    stop: planOf([stopPhase]),
    destroy: planOf([destroyPhase]),
    resync: planOf([startPhase, deployPhase, syncPhase, discoverPhase]),
    refresh: planOf([findPhase, discoverPhase]),
  };
  return [
    { provide: PHASE_PLAN, useValue: planOf(phases) },
    { provide: LIFECYCLE_PLANS, useValue: lifecycle },
  ];
}

/** Containers in GraphQL. Needs the global event store, read store and vault. */
@Module({
  imports: [CqrsModule, InventoryModule, TemplatesModule, ProgressModule, PreviewModule],
  providers: [
    RequestContainerHandler,
    RecognizeRequestHandler,
    RetryProvisioningHandler,
    StartRunHandler,
    CancelRunHandler,
    RevealCredentialHandler,
    ListContainersHandler,
    GetContainerHandler,
    BusyContainersHandler,
    ContainerChanges,
    ContainerRequests,
    ContainerResolver,
    { provide: APPLICATION_VERSION, useValue: applicationVersion() },
    GetReceiptHandler,
    GetHistoryHandler,
    GetSupportBundleHandler,
    StoryResolver,
    RunResolver,
    ProgressResolver,
    PreviewResolver,
  ],
})
export class ContainersModule {
  /** @param phaseLimits minutes by phase */
  static forRoot(phaseLimits: ReadonlyMap<string, number>): DynamicModule {
    return { module: ContainersModule, providers: plansOf(phaseLimits) };
  }
}
