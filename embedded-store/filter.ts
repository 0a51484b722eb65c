import type { StoredEvent } from './event-log.js';
import type { ReadReq } from './streams-protocol.js';

type FilterOptions = ReturnType<NonNullable<ReturnType<ReadReq['getOptions']>>['getFilter']>;
interface Expression {
  getRegex(): string;
  getPrefixList(): string[];
}

/** What a filter of a read of all streams lets through; without a filter, everything. */
export function matcherOf(filter: FilterOptions): (event: StoredEvent) => boolean {
  const byStream = filter?.getStreamIdentifier();
  if (byStream) return matching(byStream, ({ stream }) => stream);
  const byType = filter?.getEventType();
  if (byType) return matching(byType, ({ type }) => type);
  return () => true;
}

function matching(
  expression: Expression,
  textOf: (event: StoredEvent) => string,
): (event: StoredEvent) => boolean {
  const regex = expression.getRegex();
  if (regex !== '') {
    const compiled = new RegExp(regex);
    return (event) => compiled.test(textOf(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => textOf(event).startsWith(prefix));
}
