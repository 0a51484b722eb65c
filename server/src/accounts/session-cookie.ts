import type { CookieOptions } from 'express';
import { SESSION_COOKIE } from './authenticator.js';
import type { Credential } from './domain/credential.js';
import { formatCookie } from './domain/credential.js';
import { ABSOLUTE_MS } from './domain/session.js';
import type { GraphqlContext } from './graphql-context.js';

export function setSessionCookie(context: GraphqlContext, session: Credential, secure: boolean): void {
  context.http?.response.cookie(SESSION_COOKIE, formatCookie(session), {
    ...flags(secure),
    maxAge: ABSOLUTE_MS,
  });
}

export function clearSessionCookie(context: GraphqlContext, secure: boolean): void {
  context.http?.response.clearCookie(SESSION_COOKIE, flags(secure));
}

function flags(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure, path: '/' };
}
