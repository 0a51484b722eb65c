import { parseOpenRc, parseSystemdUnits } from './service-list.js';
import type { ListedService } from './service-list.js';
import { parseDockerPs, parseWebAnswers } from './docker-and-web.js';
import type { DockerContainer, WebAnswer } from './docker-and-web.js';
import { parseNetstat, parseSs } from './sockets.js';
import type { Socket } from './sockets.js';

/** What `discover.sh` found, in its own words, with the lines of each kind parsed. */
export interface Findings {
  readonly services: readonly ListedService[];
  readonly sockets: readonly Socket[];
  /** The unit of a process, as its control group says. */
  readonly unitOfPid: ReadonlyMap<number, string>;
  readonly mainPids: ReadonlyMap<number, string>;
  /** A listening process and its ancestors, nearest first. */
  readonly ancestors: ReadonlyMap<number, readonly number[]>;
  readonly credentials: readonly CredentialFile[];
  readonly docker: readonly DockerContainer[];
  /** Ports that answered to HTTP. */
  readonly web: ReadonlyMap<number, WebAnswer>;
  /** False if the output was cut off. */
  readonly complete: boolean;
}

export interface CredentialFile {
  readonly service: string;
  readonly entries: readonly { readonly key: string; readonly value: string }[];
}

/** Reads the output of `discover.sh`: a word and the rest of the line, separated by a tab. */
export function parseFindings(output: string): Findings {
  const lines = output.split('\n').map((line) => {
    const tab = line.indexOf('\t');
    return tab < 0 ? { kind: line, text: '' } : { kind: line.slice(0, tab), text: line.slice(tab + 1) };
  });
  const of = (kind: string) => lines.filter((line) => line.kind === kind).map(({ text }) => text);
  return {
    services: [...parseSystemdUnits(of('unit')), ...parseOpenRc(of('openrc'))],
    sockets: [...parseSs(of('ss')), ...parseNetstat(of('netstat'))],
    unitOfPid: parseControlGroups(of('cgroup')),
    mainPids: parseMainPids(of('main')),
    ancestors: parseAncestors(of('ancestors')),
    credentials: of('credentials').flatMap(parseCredentials),
    docker: parseDockerPs(of('docker')),
    web: parseWebAnswers(of('web')),
    complete: lines.some(({ kind }) => kind === 'end'),
  };
}

/** `123<tab>0::/system.slice/nginx.service`. */
function parseControlGroups(lines: readonly string[]): Map<number, string> {
  const units = new Map<number, string>();
  for (const line of lines) {
    const [pid = '', path = ''] = line.split('\t');
    const unit = /\/([^/]+)\.service(?:\/|$)/.exec(path.slice(path.lastIndexOf(':') + 1));
    if (unit?.[1] !== undefined) units.set(Number(pid), unescapeUnit(unit[1]));
  }
  return units;
}

/** systemd writes unusual characters of a unit's name as `\x2d`. */
function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Blocks of `Id=…` and `MainPID=…`, separated by empty lines, in either order. */
function parseMainPids(lines: readonly string[]): Map<number, string> {
  const pids = new Map<number, string>();
  for (const block of lines.join('\n').split(/\n{2,}/)) {
    const id = /^Id=(.+)\.service$/m.exec(block)?.[1];
    const pid = Number(/^MainPID=(\d+)$/m.exec(block)?.[1] ?? 0);
    if (id !== undefined && pid > 1) pids.set(pid, id);
  }
  return pids;
}

function parseAncestors(lines: readonly string[]): Map<number, number[]> {
  const chains = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return new Map(chains.map((chain) => [chain[0] ?? 0, chain.slice(1)]));
}

/** `SERVICE<tab>BASE64` of lines `KEY=VALUE`. */
function parseCredentials(line: string): CredentialFile[] {
  const [service = '', base64 = ''] = line.split('\t');
  if (!/^[A-Za-z0-9_][A-Za-z0-9._@-]{0,100}$/.test(service)) return [];
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const entries = text.split('\n').flatMap((row) => {
    const [, key, value] = /^([A-Za-z0-9._-]{1,100})=(.+?)\r?$/.exec(row) ?? [];
    return key !== undefined && value !== undefined ? [{ key, value }] : [];
  });
  return [{ service, entries }];
}
