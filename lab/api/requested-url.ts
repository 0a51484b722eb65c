import type { IncomingMessage } from 'node:http';

/** What a request asks for. Its target comes from anybody: also one that is no address, such as `//`, is only a path. */
export function requestedUrl({ url = '/' }: IncomingMessage): URL {
  return new URL(`https://lab${url.startsWith('/') ? url : `/${url}`}`);
}
