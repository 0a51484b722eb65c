import type { StoredEvent } from '../log/event.js';
import type { ReadOptions } from './generated.js';
import { invalidArgument } from './protocol-error.js';

type Matcher = (event: StoredEvent) => boolean;
interface Expression {
  getRegex(): string;
  getPrefixList(): string[];
}

/** What a filter of a read of all streams lets through; without a filter, everything. */
export function matcherOf(filter: ReturnType<ReadOptions['getFilter']>): Matcher {
  const byStream = filter?.getStreamIdentifier();
  if (byStream) return matching(byStream, ({ stream }) => stream);
  const byType = filter?.getEventType();
  if (byType) return matching(byType, ({ type }) => type);
  return () => true;
}

function matching(expression: Expression, textOf: (event: StoredEvent) => string): Matcher {
  const regex = expression.getRegex();
  if (regex !== '') {
    const compiled = compile(regex);
    return (event) => compiled.test(textOf(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => textOf(event).startsWith(prefix));
}

function compile(regex: string): RegExp {
  try {
    return new RegExp(regex);
  } catch {
    throw invalidArgument("The filter's regular expression is not valid.");
  }
}
