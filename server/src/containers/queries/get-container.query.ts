import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore } from '../../read-store/read-store.js';
import type { ContainerSpec } from '../domain/container-spec.js';
import type { DiscoveredService } from '../domain/events.js';
import type { RunProgress } from '../domain/run-progress.js';
import { findDetails, queuePlace } from '../projections/container-detail.projection.js';
import type { ListedContainer } from '../projections/container-list.projection.js';
import { findListed } from '../projections/container-list.projection.js';
import { servicesOf } from '../projections/services.projection.js';
import { reach, versionOf } from './min-version.js';

export interface ContainerAnswer {
  readonly summary: ListedContainer;
  readonly spec: ContainerSpec;
  readonly run: RunProgress;
  /** Null once a worker has begun. */
  readonly queuePlace: number | null;
  readonly services: readonly DiscoveredService[];
  readonly version: string;
}

/** One container with all that is known about it, or null. */
export class GetContainer extends Query<ContainerAnswer | null> {
  constructor(
    readonly id: string,
    /** What the answer has to include, as a mutation returned it. */
    readonly minVersion: string | null,
  ) {
    super();
  }
}

@QueryHandler(GetContainer)
export class GetContainerHandler implements IQueryHandler<GetContainer> {
  constructor(private readonly readStore: ReadStore) {}

  async execute({ id, minVersion }: GetContainer): Promise<ContainerAnswer | null> {
    await reach(this.readStore, minVersion);
    const { database } = this.readStore;
    const summary = findListed(database, id);
    const details = findDetails(database, id);
    if (!summary || !details?.run) return null;
    const { spec, run, position } = details;
    return {
      summary,
      spec,
      run,
      queuePlace: queuePlace(database, id),
      services: servicesOf(database, id),
      version: versionOf(position),
    };
  }
}
