import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, Kind, parse, specifiedRules, validate, visit } from 'graphql';
import type { DocumentNode, GraphQLSchema, ValidationContext, ValidationRule } from 'graphql';

/** Deep enough for every field there is, with room; introspection counts as nothing. */
const MAX_DEPTH = 12;
const MAX_ALIASES = 30;
const MAX_COST = 5000;
export const MAX_TOKENS = 5000;
export const MAX_BYTES = 1024 * 1024;

const report = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) => {
      const message = error.message.replace('Syntax Error: ', '');
      context?.reportError(new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
    },
  ],
};

/** Limits on what one operation may ask for, on every transport. */
export const OPERATION_LIMITS: readonly ValidationRule[] = [
  maxDepthRule({ n: MAX_DEPTH, ...report }),
  maxAliasesRule({ n: MAX_ALIASES, ...report }),
  costLimitRule({ maxCost: MAX_COST, ...report }),
];

type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** Clients send the same few operations again and again: so many that passed are remembered, unless they are very long. */
const REMEMBERED = { operations: 100, length: 16 * 1024 };
const remembered = new WeakMap<GraphQLSchema, Map<string, Checked>>();

/** Parses and validates an operation as Apollo does over HTTP; for the streaming transports. */
export function checkedDocument(schema: GraphQLSchema, query: string): Checked {
  const known = remembered.get(schema) ?? new Map<string, Checked>();
  remembered.set(schema, known);
  const before = known.get(query);
  if (before) return before;
  const checked = check(schema, query);
  if ('errors' in checked || query.length > REMEMBERED.length) return checked;
  const [oldest] = known.keys();
  if (known.size >= REMEMBERED.operations && oldest !== undefined) known.delete(oldest);
  known.set(query, checked);
  return checked;
}

function check(schema: GraphQLSchema, query: string): Checked {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS });
    const errors = validate(schema, document, [...specifiedRules, ...OPERATION_LIMITS]);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** Whether an operation asks for the schema itself. */
export function asksForSchema(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD](node) {
      found ||= node.name.value === '__schema' || node.name.value === '__type';
    },
  });
  return found;
}
