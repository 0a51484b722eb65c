import type { ListedService } from './service-list.js';

export interface DockerContainer {
  readonly name: string;
  readonly status: ListedService['status'];
  /** Published on the container's own addresses, for example `8080/tcp`. */
  readonly ports: readonly { readonly port: number; readonly protocol: 'tcp' | 'udp' }[];
}

export interface WebAnswer {
  readonly scheme: 'http' | 'https';
  /** Empty if the page has none. */
  readonly title: string;
}

/**
 * `docker ps --format '{{.Names}}\t{{.State}}\t{{.Ports}}'`; ports are written like
 * `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 127.0.0.1:9000-9001->9000-9001/tcp, 443/tcp`, where what has no arrow is not published.
 * Source: the reference of `docker container ls` and the formatter in docker/cli.
 */
export function parseDockerPs(lines: readonly string[]): DockerContainer[] {
  return lines.flatMap((line) => {
    const [name = '', state = '', ports = ''] = line.split('\t');
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(name)) return [];
    const status = state === 'running' ? 'running' : state === 'dead' ? 'failed' : 'stopped';
    return [{ name, status, ports: publishedPorts(ports) }];
  });
}

/** At most so many ports of one range: a container that publishes thousands need not list them. */
const LONGEST_RANGE = 20;

function publishedPorts(text: string): DockerContainer['ports'] {
  const found = new Map<string, DockerContainer['ports'][number]>();
  for (const part of text.split(',')) {
    const [, host = '', first = '', last = first, protocol] =
      /^(.*):(\d+)(?:-(\d+))?->[\d-]+\/(tcp|udp)$/.exec(part.trim()) ?? [];
    if (protocol !== 'tcp' && protocol !== 'udp') continue;
    if (host.startsWith('127.') || host === '[::1]' || host === '::1') continue;
    const end = Math.min(Number(last), Number(first) + LONGEST_RANGE - 1);
    for (let port = Number(first); port <= end; port++) {
      found.set(`${String(port)}/${protocol}`, { port, protocol });
    }
  }
  return [...found.values()].sort((a, b) => a.port - b.port);
}

/** `PORT<tab>SCHEME<tab>BASE64` of the page's title. */
export function parseWebAnswers(lines: readonly string[]): Map<number, WebAnswer> {
  const answers = new Map<number, WebAnswer>();
  for (const line of lines) {
    const [port = '', scheme, title = ''] = line.split('\t');
    if (!/^\d{1,5}$/.test(port) || (scheme !== 'http' && scheme !== 'https')) continue;
    const text = Buffer.from(title, 'base64')
      .toString('utf8')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim();
    answers.set(Number(port), { scheme, title: text.slice(0, 100) });
  }
  return answers;
}
