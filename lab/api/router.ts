import type { Caller } from '../access/caller.js';
import type { Arguments, Parameters } from './parameters.js';

/** One checked call. */
export interface Call {
  readonly args: Arguments;
  readonly caller: Caller;
  /** The caller's name, as it stands in tasks. */
  readonly user: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/nodes/{node}/lxc`: what stands in braces becomes a parameter. */
  readonly path: string;
  /** With those of the path. */
  readonly parameters: Parameters;
  /** Whether it answers callers who have not said who they are. */
  readonly open?: true;
  /** Throws a 403 if the caller may not. */
  permit?(call: Call): void;
  answer(call: Call): unknown;
}

/** An answer with a count beside its data. */
export class Page {
  constructor(
    readonly data: unknown,
    readonly total: number,
  ) {}
}

export interface Match {
  readonly route: Route;
  readonly pathValues: ReadonlyMap<string, string>;
}

export class Router {
  private readonly routes: readonly { readonly route: Route; readonly parts: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.routes = routes.map((route) => ({ route, parts: partsOf(route.path) }));
  }

  find(method: string, path: string): Match | null {
    const given = partsOf(path);
    for (const { route, parts } of this.routes) {
      const pathValues = route.method === method ? matchParts(parts, given) : null;
      if (pathValues) return { route, pathValues };
    }
    return null;
  }
}

function partsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}

function matchParts(parts: readonly string[], given: readonly string[]): Map<string, string> | null {
  if (parts.length !== given.length) return null;
  const values = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) values.set(part.slice(1, -1), value);
    else if (part !== value) return null;
  }
  return values;
}
