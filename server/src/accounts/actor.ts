/** What a caller may do; a signed-in person may do all of it. */
export const SCOPES = ['READ', 'CONTAINERS', 'NODES', 'TEMPLATES', 'SECRETS'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is asking, proved by a session cookie (`account`) or a bearer token (`token`). */
export interface Actor {
  readonly kind: 'account' | 'token';
  readonly accountId: string;
  /** The account's or the token's name, for people to read. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The session's or the token's id. */
  readonly id: string;
  /** When this proof stops working, in milliseconds since 1970; `Infinity` for never. */
  readonly expiresAt: number;
}

/** How an actor is written into an event's metadata. */
export function actorName(actor: Actor): string {
  return actor.kind === 'account' ? `account:${actor.accountId}` : `token:${actor.id}`;
}
