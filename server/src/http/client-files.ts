import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, RequestHandler } from 'express';
import sirv from 'sirv';

/** The build puts a hash of the content into these names: `main-5QK7XLJV.js`, `chunk-57l9-VwO.js`. */
const HASHED = /-[\w-]{8}\.\w+$/;
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Serves the built client: its files, and its page for every address that a person opens. */
export function clientFiles(directory: string): RequestHandler {
  if (!existsSync(join(directory, 'index.html'))) return clientMissing;
  const files = sirv(directory, {
    etag: true,
    brotli: true,
    gzip: true,
    dotfiles: false,
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', HASHED.test(path) ? IMMUTABLE : 'no-cache');
    },
  });
  return (request, response, next) => {
    files(request, response, () => {
      if (!isNavigation(request)) {
        next();
        return;
      }
      request.url = '/';
      files(request, response, next);
    });
  };
}

/** A person opens an address, in contrast to a script that loads a file which is not there. */
function isNavigation(request: Request): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const mode = request.headers['sec-fetch-mode'];
  if (!reads || (mode !== undefined && mode !== 'navigate')) return false;
  return (request.headers.accept ?? '').includes('text/html') && !/\.\w+$/.test(request.path);
}

const clientMissing: RequestHandler = (request, response, next) => {
  if (!isNavigation(request)) {
    next();
    return;
  }
  response.status(404).type('text').send('The client has not been built. Run: npm run build\n');
};
