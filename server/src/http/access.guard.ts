import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { OperationTypeNode } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Actor, Scope } from '../accounts/actor.js';
import { actorOf } from '../accounts/current-actor.js';
import { PUBLIC_FIELD, REQUIRED_SCOPE } from '../accounts/requires.js';

/** Stands before every query, mutation, subscription and HTTP handler. What is not expressly allowed is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_FIELD, targets)) return true;
    const actor = actorOf(context);
    if (!actor) throw new UnauthorizedException('Sign in first.');
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(REQUIRED_SCOPE, targets);
    refuseMissingScope(actor, scope ?? defaultScope(context));
    return true;
  }
}

/** Reading is what READ is for; a mutation or an HTTP handler that does not name its scope is for people only. */
function defaultScope(context: ExecutionContext): Scope | null {
  if (context.getType<string>() !== 'graphql') return null;
  const info = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
  return info.operation.operation === OperationTypeNode.MUTATION ? null : 'READ';
}

function refuseMissingScope(actor: Actor, scope: Scope | null): void {
  if (actor.kind === 'account') return;
  if (scope === null) throw new ForbiddenException('API tokens may not do this; sign in.');
  if (!actor.scopes.includes(scope)) {
    throw new ForbiddenException(`The API token lacks the scope ${scope}.`);
  }
}
