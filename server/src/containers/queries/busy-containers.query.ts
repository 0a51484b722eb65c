import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore } from '../../read-store/read-store.js';
import { busyContainers } from '../projections/container-list.projection.js';

/** The ids of a node's containers whose runs are going on. */
export class BusyContainers extends Query<readonly string[]> {
  constructor(readonly nodeId: string) {
    super();
  }
}

@QueryHandler(BusyContainers)
export class BusyContainersHandler implements IQueryHandler<BusyContainers> {
  constructor(private readonly readStore: ReadStore) {}

  execute({ nodeId }: BusyContainers): Promise<readonly string[]> {
    return Promise.resolve(busyContainers(this.readStore.database, nodeId));
  }
}
