import { Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';
import { ApiTokens } from './api-tokens.js';
import { parseBearer, parseCookie } from './domain/credential.js';
import { Sessions } from './sessions.js';

export const SESSION_COOKIE = 'ih_session';

/** Finds out who is asking. Reads the streams each time: what was revoked a moment ago is void everywhere. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
  ) {}

  async byBearer(secret: string): Promise<Actor | null> {
    const credential = parseBearer(secret);
    return credential ? this.tokens.authenticate(credential, Date.now()) : null;
  }

  /** `header` is the value of the Cookie header. */
  async byCookie(header: string | undefined): Promise<Actor | null> {
    const credential = parseCookie(cookieIn(header ?? '') ?? '');
    return credential ? this.sessions.authenticate(credential, Date.now()) : null;
  }

  /** Whether an actor's session or token still works; for connections that live long. */
  async isStillValid(actor: Actor): Promise<boolean> {
    const now = Date.now();
    if (actor.kind === 'token') return (await this.tokens.valid(actor.id, now)) !== null;
    return (await this.sessions.valid(actor.id, now)) !== null;
  }
}

function cookieIn(header: string): string | undefined {
  const prefix = `${SESSION_COOKIE}=`;
  return header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix))
    ?.slice(prefix.length);
}
