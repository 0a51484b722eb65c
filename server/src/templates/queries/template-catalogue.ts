import { Injectable } from '@nestjs/common';
import { ReadStore } from '../../read-store/read-store.js';
import type { KnownTemplate } from '../domain/template-decider.js';
import type { ListedBucket } from '../projections/package-buckets.projection.js';
import { listBuckets } from '../projections/package-buckets.projection.js';
import { listTemplates } from '../projections/template-list.projection.js';

const LONGEST_WAIT_MS = 2_000;

/** Which templates and package buckets are there? */
@Injectable()
export class TemplateCatalogue {
  constructor(private readonly readStore: ReadStore) {}

  async templates(includeArchived: boolean, minVersion: string | null): Promise<KnownTemplate[]> {
    await this.reach(minVersion);
    return listTemplates(this.readStore.database, includeArchived);
  }

  async buckets(minVersion: string | null): Promise<ListedBucket[]> {
    await this.reach(minVersion);
    return listBuckets(this.readStore.database);
  }

  /** When it takes too long the answer is simply an older one. */
  private async reach(minVersion: string | null): Promise<void> {
    if (minVersion === null || !/^\d{1,18}$/.test(minVersion)) return;
    await this.readStore.waitFor(BigInt(minVersion), LONGEST_WAIT_MS);
  }
}
