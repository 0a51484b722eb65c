import { Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { Readiness } from './http-options.js';

/** For load balancers and container engines: whether this process can do its work. Tells no details to anybody. */
@Injectable()
export class Health {
  constructor(private readonly readiness: Readiness) {}

  handler(): RequestHandler {
    return async (_request, response) => {
      const ready = await this.readiness.isReady();
      response.setHeader('Cache-Control', 'no-store');
      response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable' });
    };
  }
}
