import type { WebAnswer } from './docker-and-web.js';
import type { Socket } from './sockets.js';

const HTTPS_PORTS = new Set([443, 4443, 8443, 9443, 10443]);
const HTTP_PORTS = new Set([
  80, 81, 591, 3000, 3001, 4000, 4200, 5000, 5173, 5601, 7860, 8000, 8008, 8080, 8081, 8088, 8096,
]);
const MORE_HTTP_PORTS = new Set([8123, 8181, 8888, 9000, 9090, 9091, 9200, 15672, 19999, 32400]);
const WEB_SERVERS = new Set([
  'nginx',
  'apache2',
  'httpd',
  'caddy',
  'lighttpd',
  'traefik',
  'node',
  'gunicorn',
  'uvicorn',
]);

/** The web address of a port that answered to HTTP. */
export function answeredUrl(port: number, { scheme }: WebAnswer, address: string): string {
  const bare = address.replace(/\/\d+$/, '');
  const host = bare.includes(':') ? `[${bare}]` : bare;
  const usual = port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${usual ? '' : `:${String(port)}`}/`;
}

/** A guess at the web address of a listening socket, or null if it does not look like one. */
export function urlOf({ protocol, port, process }: Socket, address: string): string | null {
  if (protocol !== 'tcp') return null;
  const bare = address.replace(/\/\d+$/, '');
  const host = bare.includes(':') ? `[${bare}]` : bare;
  if (HTTPS_PORTS.has(port)) return `https://${host}${port === 443 ? '' : `:${String(port)}`}/`;
  const web = HTTP_PORTS.has(port) || MORE_HTTP_PORTS.has(port) || WEB_SERVERS.has(process ?? '');
  return web ? `http://${host}${port === 80 ? '' : `:${String(port)}`}/` : null;
}
