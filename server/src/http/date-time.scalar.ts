import { Scalar } from '@nestjs/graphql';
import type { CustomScalar } from '@nestjs/graphql';
import { GraphQLError, Kind } from 'graphql';
import type { ValueNode } from 'graphql';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Moments travel as ISO 8601 text; inside the application they are the same text, in UTC with milliseconds. */
@Scalar('DateTime')
export class DateTimeScalar implements CustomScalar<string, string> {
  description = 'A moment in ISO 8601 with milliseconds, in UTC: `2026-01-31T12:00:00.000Z`.';

  parseValue(value: unknown): string {
    if (typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value))) {
      return new Date(value).toISOString();
    }
    throw new GraphQLError('A DateTime is written like 2026-01-31T12:00:00.000Z.');
  }

  serialize(value: unknown): string {
    return this.parseValue(value instanceof Date ? value.toISOString() : value);
  }

  parseLiteral(node: ValueNode): string {
    return this.parseValue(node.kind === Kind.STRING ? node.value : null);
  }
}
