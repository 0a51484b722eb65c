import type { ContainerHistoryQuery } from '../../../../../schema/generated/archive.js';
import { ContainerHistoryDocument } from '../../../../../schema/generated/archive.js';
import type { Api } from '../../graphql/api.js';

export type HistoryEntry = ContainerHistoryQuery['containerHistory']['entries'][number];

/** The server's largest answer: enough for dozens of runs at once. */
const PAGE = 500;

/** What happened to a container, read page by page from its beginning to its end. */
export async function wholeHistory(api: Pick<Api, 'query'>, id: string): Promise<readonly HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let after: number | null = null;
  do {
    const answer: ContainerHistoryQuery = await api.query(ContainerHistoryDocument, {
      ...{ id, after, first: PAGE },
    });
    found.push(...answer.containerHistory.entries);
    after = answer.containerHistory.next;
  } while (after !== null);
  return found;
}
