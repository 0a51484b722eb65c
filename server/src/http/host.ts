import { isIP } from 'node:net';
import type { HttpOptions } from './http-options.js';

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];
const EVERY_ADDRESS = ['0.0.0.0', '::'];

/**
 * Whether a Host header names us. Otherwise a foreign page could make a browser talk to us under the page's own name by
 * pointing that name to our address (DNS rebinding); an IP address cannot be pointed anywhere.
 */
export function isOurHost(header: string | undefined, options: HttpOptions): boolean {
  const name = hostName(header);
  if (name === null) return false;
  if (THIS_MACHINE.includes(name) || name === options.publicUrl?.hostname) return true;
  if (EVERY_ADDRESS.includes(options.bind)) return isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  return name === options.bind || name === `[${options.bind}]`;
}

/** Whether a request comes from a page of ours: its Origin is the public one, or that of the Host it was sent to. */
export function isOurOrigin(origin: string, host: string | undefined, options: HttpOptions): boolean {
  if (origin === options.publicUrl?.origin) return true;
  if (!isOurHost(host, options) || host === undefined) return false;
  const scheme = options.tls ? 'https' : 'http';
  return URL.canParse(`${scheme}://${host}`) && new URL(`${scheme}://${host}`).origin === origin;
}

/** The name in a Host header, without port; null if it is not one. */
function hostName(header: string | undefined): string | null {
  if (header === undefined || !/^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(header)) return null;
  return URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : null;
}
