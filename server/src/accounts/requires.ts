import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';
import type { Scope } from './actor.js';

export const REQUIRED_SCOPE = 'infrahaus:required-scope';
export const PUBLIC_FIELD = 'infrahaus:public-field';

/**
 * The scope that a token needs for a query, mutation or subscription; sessions have every scope. Without this decorator a
 * query or subscription needs READ, and a mutation is refused to tokens.
 */
export const Requires = (scope: Scope): CustomDecorator => SetMetadata(REQUIRED_SCOPE, scope);

/** Serves the unauthenticated too. The list of such fields is in the test of the default-deny guard. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC_FIELD, true);
