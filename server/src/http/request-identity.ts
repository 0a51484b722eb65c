import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../accounts/actor.js';
import { Authenticator } from '../accounts/authenticator.js';
import { isOurOrigin } from './host.js';
import type { HttpOptions } from './http-options.js';
import { HTTP_OPTIONS } from './http-options.js';

export type Identity =
  | { readonly kind: 'known'; readonly actor: Actor }
  /** Came from a page of ours, without a valid session. */
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly message: string };

/** Finds out who sends a request: a bearer token proves itself; a cookie counts only together with our own Origin. */
@Injectable()
export class RequestIdentity {
  constructor(
    private readonly authenticator: Authenticator,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
  ) {}

  async of(headers: IncomingHttpHeaders): Promise<Identity> {
    if (headers.authorization !== undefined) return this.ofAuthorization(headers.authorization);
    if (headers.origin === undefined) {
      return refused(403, 'Send an API token (Authorization: Bearer …); without Origin no session counts.');
    }
    if (!isOurOrigin(headers.origin, headers.host, this.options)) {
      return refused(403, 'This Origin may not use a session here.');
    }
    return this.ofCookie(headers);
  }

  /** The value of an Authorization header, wherever it came in. */
  async ofAuthorization(value: string): Promise<Identity> {
    const secret = /^Bearer ([\w.~+/-]{1,200})$/i.exec(value)?.[1];
    const actor = secret === undefined ? null : await this.authenticator.byBearer(secret);
    return actor ? { kind: 'known', actor } : refused(401, 'The API token is not valid.');
  }

  /** For pages that are only read: the cookie is SameSite=Strict, so no foreign page brings it along. */
  async ofCookie(headers: IncomingHttpHeaders): Promise<Identity> {
    const actor = await this.authenticator.byCookie(headers.cookie);
    return actor ? { kind: 'known', actor } : { kind: 'anonymous' };
  }
}

function refused(status: 401 | 403, message: string): Identity {
  return { kind: 'refused', status, message };
}
