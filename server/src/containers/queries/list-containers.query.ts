import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore } from '../../read-store/read-store.js';
import type { ListedContainer } from '../projections/container-list.projection.js';
import { listContainers } from '../projections/container-list.projection.js';
import { reach } from './min-version.js';

/** All containers, newest first. */
export class ListContainers extends Query<readonly ListedContainer[]> {
  /** @param minVersion what the answer has to include, as a mutation returned it */
  constructor(readonly minVersion: string | null) {
    super();
  }
}

@QueryHandler(ListContainers)
export class ListContainersHandler implements IQueryHandler<ListContainers> {
  constructor(private readonly readStore: ReadStore) {}

  async execute({ minVersion }: ListContainers): Promise<readonly ListedContainer[]> {
    await reach(this.readStore, minVersion);
    return listContainers(this.readStore.database);
  }
}
