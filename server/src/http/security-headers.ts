import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { HttpOptions } from './http-options.js';
import { isSecure } from './http-options.js';

/** Nothing from other origins. Angular Material sets styles on elements, so inline styles are allowed, scripts are not. */
const CLIENT_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/** Headers of every answer. */
export function securityHeaders(options: HttpOptions): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: CLIENT_POLICY },
    // For this name alone: what else is served below it, in a home network often without TLS, is not ours to decide.
    strictTransportSecurity: isSecure(options)
      ? { maxAge: 365 * 24 * 3600, includeSubDomains: false }
      : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}

/** The playground has inline scripts, which get a nonce, and an editor that starts workers. Returns the nonce. */
export function setPlaygroundPolicy(response: Response): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = {
    ...CLIENT_POLICY,
    'script-src': ["'self'", `'nonce-${nonce}'`],
    'worker-src': ["'self'", 'blob:'],
  };
  const header = Object.entries(policy).map(([directive, values]) => `${directive} ${values.join(' ')}`);
  response.setHeader('Content-Security-Policy', header.join('; '));
  return nonce;
}
