import { Scalar } from '@nestjs/graphql';
import type { CustomScalar } from '@nestjs/graphql';
import { GraphQLError, Kind } from 'graphql';
import type { ValueNode } from 'graphql';

const MAX_LENGTH = 512;

/** Cursors are opaque here; who made them reads them. */
@Scalar('Cursor')
export class CursorScalar implements CustomScalar<string, string> {
  description =
    "An opaque place in a run's events. Hand it back unchanged; it stays valid across reconnects, restarts and servers.";

  parseValue(value: unknown): string {
    if (typeof value === 'string' && value.length <= MAX_LENGTH) return value;
    throw new GraphQLError('This is not a cursor that was handed out.');
  }

  serialize(value: unknown): string {
    return this.parseValue(value);
  }

  parseLiteral(node: ValueNode): string {
    return this.parseValue(node.kind === Kind.STRING ? node.value : null);
  }
}
