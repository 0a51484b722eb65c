import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { createSourceEventStream, execute, getOperationAST, Kind, subscribe } from 'graphql';

/**
 * Subscriptions that hand the very same objects to everybody who follows the same thing, and whose fields depend on
 * nothing but these objects. Who may follow is decided when the subscription begins.
 */
const SAME_FOR_ALL: ReadonlySet<string> = new Set(['containerProgress']);

/** As `subscribe`, but what many subscribers see in the same way is executed once. */
export async function subscribeSharing(
  args: ExecutionArgs,
): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  if (!isSameForAll(args)) return subscribe(args);
  const source = await createSourceEventStream(args);
  return isStream(source) ? resultsOf(source[Symbol.asyncIterator](), args) : source;
}

function isSameForAll({ document, operationName }: ExecutionArgs): boolean {
  const [field] = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  return field?.kind === Kind.FIELD && SAME_FOR_ALL.has(field.name.value);
}

function isStream(source: AsyncIterable<unknown> | ExecutionResult): source is AsyncIterable<unknown> {
  return Symbol.asyncIterator in source;
}

/** Not a generator: that would stay parked on its await when the subscriber has gone. */
function resultsOf(
  source: AsyncIterator<unknown>,
  args: ExecutionArgs,
): AsyncIterableIterator<ExecutionResult> {
  const selection = selectionOf(args);
  return {
    async next() {
      const next = await source.next();
      if (next.done) return { done: true, value: undefined };
      return { done: false, value: await resultOf(next.value, selection, args) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    throw: (error: unknown) => Promise.reject(error instanceof Error ? error : new Error(String(error))),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const documents = new WeakMap<object, number>();
let documentCount = 0;

/** What an operation asks of each object: equal texts have the same document (see `checkedDocument`). */
function selectionOf({ document, operationName, variableValues }: ExecutionArgs): string {
  const number = documents.get(document) ?? documentCount++;
  documents.set(document, number);
  return JSON.stringify([number, operationName, variableValues]);
}

type Result = ExecutionResult | Promise<ExecutionResult>;
const results = new WeakMap<object, Map<string, Result>>();

function resultOf(value: unknown, selection: string, args: ExecutionArgs): Result {
  const run = () => execute({ ...args, rootValue: value });
  if (typeof value !== 'object' || value === null) return run();
  const shared = results.get(value) ?? new Map<string, Result>();
  results.set(value, shared);
  const result = shared.get(selection) ?? run();
  shared.set(selection, result);
  return result;
}
