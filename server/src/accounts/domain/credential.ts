/** The secret half of a session cookie or bearer token, with the id of the stream that knows its hash. */
export interface Credential {
  readonly id: string;
  readonly secret: string;
}

const ID = '[0-9a-f]{32}';
const SECRET = '[A-Za-z0-9_-]{43}';
const BEARER = new RegExp(`^ih_(${ID})_(${SECRET})$`);
const COOKIE = new RegExp(`^(${ID})\\.(${SECRET})$`);

/** Written `ih_<id>_<secret>`: the prefix lets secret scanners find a leaked one. */
export function formatBearer({ id, secret }: Credential): string {
  return `ih_${id}_${secret}`;
}

export function parseBearer(text: string): Credential | null {
  return fromMatch(BEARER.exec(text));
}

export function formatCookie({ id, secret }: Credential): string {
  return `${id}.${secret}`;
}

export function parseCookie(text: string): Credential | null {
  return fromMatch(COOKIE.exec(text));
}

function fromMatch(match: RegExpExecArray | null): Credential | null {
  const [, id, secret] = match ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : null;
}
