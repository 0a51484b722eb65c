import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { ruruHTML } from 'ruru/server';
import sirv from 'sirv';
import type { HttpOptions } from './http-options.js';
import { HTTP_OPTIONS, isSecure } from './http-options.js';
import { RequestIdentity } from './request-identity.js';
import { setPlaygroundPolicy } from './security-headers.js';

export const PLAYGROUND_ASSETS = '/playground/static/';

const EXAMPLE = `# Everything here goes to this installation, nothing to the internet.
# Follow a container (paste its id): the answer arrives live, over graphql-ws.
subscription Follow($containerId: ID!) {
  containerProgress(containerId: $containerId) {
    cursor
    caughtUp
    terminal
    events {
      __typename
      at
      ... on PhaseProgress { phase state percent }
      ... on LogLines { phase stream lines }
      ... on RunEnded { outcome }
    }
  }
}

query Containers {
  containers { id hostname state percent }
}
`;

/** The GraphQL playground (ruru), served from our own files, for signed-in people. */
@Injectable()
export class Playground {
  constructor(
    private readonly identity: RequestIdentity,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
  ) {}

  page(): RequestHandler {
    return async (request, response) => {
      const identity = await this.identity.ofCookie(request.headers);
      if (identity.kind !== 'known') {
        response.redirect(303, '/');
        return;
      }
      const nonce = setPlaygroundPolicy(response);
      const html = ruruHTML({
        staticPath: PLAYGROUND_ASSETS,
        htmlParts: { configScript: this.configScript(request.headers.host ?? '') },
      });
      response.setHeader('Cache-Control', 'no-store');
      response.type('html').send(html.replaceAll('<script', `<script nonce="${nonce}"`));
    };
  }

  /** What ruru reads its addresses from; the Host was checked before. */
  private configScript(host: string): string {
    const config = {
      staticPath: PLAYGROUND_ASSETS,
      endpoint: '/graphql',
      subscriptionEndpoint: `${isSecure(this.options) ? 'wss' : 'ws'}://${host}/graphql`,
      defaultQuery: EXAMPLE,
    };
    return `<script>const RURU_CONFIG = ${JSON.stringify(config).replaceAll('<', '\\u003c')};</script>`;
  }

  /** Code and styles of the playground; the same for everybody, so no session is asked for. */
  assets(): RequestHandler {
    const entry = fileURLToPath(import.meta.resolve('ruru/static'));
    return sirv(join(dirname(entry), '../static'), { ignores: /\.map$/, maxAge: 86_400 });
  }
}
