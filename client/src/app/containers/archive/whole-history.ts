import type { ContainerHistoryQuery } from '../../../../../schema/generated/archive.js';
import { ContainerHistoryDocument } from '../../../../../schema/generated/archive.js';
import type { Api } from '../../graphql/api.js';

export type HistoryEntry = ContainerHistoryQuery['containerHistory']['entries'][number];

/** The server's largest answer: enough for dozens of runs at once. */
const PAGE = 500;
/** So that a container with an endless history does not fill the memory of the browser. */
const MOST_PAGES = 20;

/** What happened to a container, read page by page from its beginning. */
export async function wholeHistory(api: Api, id: string): Promise<readonly HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let after: number | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: ContainerHistoryQuery = await api.query(ContainerHistoryDocument, {
      ...{ id, after, first: PAGE },
    });
    found.push(...answer.containerHistory.entries);
    after = answer.containerHistory.next;
    if (after === null) break;
  }
  return found;
}
