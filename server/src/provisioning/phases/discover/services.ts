import type { CredentialFile, Findings } from './findings.js';
import type { WebAnswer } from './docker-and-web.js';
import { baseName, isSystemService } from './service-list.js';
import type { ListedService } from './service-list.js';
import { isLoopback } from './sockets.js';
import type { Socket } from './sockets.js';
import { answeredUrl, urlOf } from './urls.js';

export interface FoundService {
  readonly name: string;
  readonly status: ListedService['status'];
  readonly system: boolean;
  readonly ports: readonly string[];
  readonly urls: readonly string[];
  /** Of the page at the first address that has one. */
  readonly title: string | null;
  readonly credentials: CredentialFile['entries'];
}

/** Puts together which services there are, where they listen, and what opens them. */
export function assembleServices(findings: Findings, address: string | null): FoundService[] {
  const published = new Set(
    findings.docker.flatMap(({ ports }) => ports.map(({ port, protocol }) => `${String(port)}/${protocol}`)),
  );
  const listening = findings.sockets.filter(
    ({ process, port, protocol }) =>
      process !== 'docker-proxy' || !published.has(`${String(port)}/${protocol}`),
  );
  const socketsByService = Map.groupBy(listening, (socket) => ownerOf(socket, findings));
  const listed = relevant(findings.services, socketsByService, findings.credentials);
  const names = new Set(listed.map(({ name }) => name));
  const unlisted = [...socketsByService.keys()]
    .filter((name): name is string => name !== null && !names.has(name))
    .map((name): ListedService => ({ name, status: 'running' }));
  const known = [...listed, ...unlisted];
  const orphans = findings.credentials
    .filter(({ service }) => !known.some(({ name }) => belongs(service, name)))
    .filter(({ service }) => !findings.docker.some(({ name }) => name === service))
    .map(({ service }): ListedService => ({ name: service, status: 'stopped' }));
  const described = [...known, ...orphans].map((service) =>
    describe(service, socketsByService.get(service.name) ?? [], findings, address),
  );
  return [
    ...described,
    ...findings.docker.map((container) => dockerService(container, findings, address)),
  ].sort((a, b) => Number(a.system) - Number(b.system) || a.name.localeCompare(b.name));
}

/**
 * Finished one-shot units and units that never started say nothing, unless something belongs to them that does not belong
 * to an instance of theirs: Debian's `postgresql` only starts `postgresql@15-main`.
 */
function relevant(
  services: readonly ListedService[],
  sockets: ReadonlyMap<string | null, readonly Socket[]>,
  credentials: readonly CredentialFile[],
): ListedService[] {
  const running = new Set(
    services.filter(({ status }) => status !== 'stopped').map(({ name }) => baseName(name)),
  );
  return services
    .filter(
      ({ name, status }) =>
        status !== 'stopped' ||
        sockets.has(name) ||
        (!running.has(baseName(name)) && credentials.some(({ service }) => belongs(service, name))),
    )
    .map((service) => (sockets.has(service.name) ? { ...service, status: 'running' } : service));
}

/** By control group, else by the main process among its ancestors, else by the name of the process. */
function ownerOf({ pid, process }: Socket, findings: Findings): string | null {
  if (pid === null) return process;
  const chain = [pid, ...(findings.ancestors.get(pid) ?? [])];
  const main = chain.map((ancestor) => findings.mainPids.get(ancestor)).find((name) => name !== undefined);
  return findings.unitOfPid.get(pid) ?? main ?? process;
}

function belongs(credentialsOf: string, service: string): boolean {
  return service === credentialsOf || baseName(service) === baseName(credentialsOf);
}

function describe(
  { name, status }: ListedService,
  sockets: readonly Socket[],
  { credentials, web }: Findings,
  address: string | null,
): FoundService {
  const own = credentials.filter(({ service }) => belongs(service, name));
  const ports = [
    ...new Set(sockets.toSorted(byPort).map(({ port, protocol }) => `${String(port)}/${protocol}`)),
  ];
  const reachable = sockets.filter((socket) => !isLoopback(socket)).toSorted(byPort);
  const answerOf = ({ protocol, port }: Socket) => (protocol === 'tcp' ? web.get(port) : undefined);
  const urls =
    address === null
      ? []
      : reachable.flatMap((socket) => {
          const answer = answerOf(socket);
          return answer ? answeredUrl(socket.port, answer, address) : (urlOf(socket, address) ?? []);
        });
  return {
    name,
    status,
    system: isSystemService(name) && own.length === 0,
    ports,
    urls: [...new Set(urls)],
    title: firstTitle(reachable.map(answerOf)),
    credentials: own.flatMap(({ entries }) => entries),
  };
}

/** A container of Docker: its published ports belong to it and not to Docker's proxy. */
function dockerService(
  { name, status, ports }: Findings['docker'][number],
  { web, credentials }: Findings,
  address: string | null,
): FoundService {
  const urls = ports.flatMap(({ port, protocol }) => {
    const answer = web.get(port);
    return address !== null && protocol === 'tcp' && answer ? [answeredUrl(port, answer, address)] : [];
  });
  const answers = ports.map(({ port, protocol }) => (protocol === 'tcp' ? web.get(port) : undefined));
  return {
    ...{ name: `docker: ${name}`, status, system: false, urls, title: firstTitle(answers) },
    ports: ports.map(({ port, protocol }) => `${String(port)}/${protocol}`),
    credentials: credentials.filter(({ service }) => service === name).flatMap(({ entries }) => entries),
  };
}

function firstTitle(answers: readonly (WebAnswer | undefined)[]): string | null {
  return answers.find((answer) => answer !== undefined && answer.title !== '')?.title ?? null;
}

const byPort = (a: Socket, b: Socket): number => a.port - b.port;
