import type { Request, Response } from 'express';
import type { Actor } from './actor.js';

/** What every resolver finds in its context, whatever transport the operation came over. */
export interface GraphqlContext {
  /** Null for the unauthenticated, whom only public fields serve. */
  readonly actor: Actor | null;
  /** The client's address, as far as trusted proxies tell it. */
  readonly address: string;
  /** Only over HTTP: mutations that set cookies need it. */
  readonly http: { readonly request: Request; readonly response: Response } | null;
}
