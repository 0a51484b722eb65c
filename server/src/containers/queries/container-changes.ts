import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { filter, map } from 'rxjs';
import { ReadStore } from '../../read-store/read-store.js';
import type { ListedContainer } from '../projections/container-list.projection.js';
import { containerList, findListed } from '../projections/container-list.projection.js';

/** Which containers change from now on? */
@Injectable()
export class ContainerChanges {
  constructor(private readonly readStore: ReadStore) {}

  /** Each container whose summary changed, after the change was committed. */
  watch(): Observable<ListedContainer> {
    return this.readStore.changes.pipe(
      filter(({ projection }) => projection === containerList.name),
      map(({ key }) => findListed(this.readStore.database, key)),
      filter((listed) => listed !== null),
    );
  }
}
