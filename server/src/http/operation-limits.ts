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

/** Parses and validates an operation as Apollo does over HTTP; for the streaming transports. */
export function checkedDocument(
  schema: GraphQLSchema,
  query: string,
): { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] } {
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
