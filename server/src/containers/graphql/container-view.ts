import type {
  Container,
  ContainerSpec as SpecView,
  Run,
  RunKind as RunKindView,
  Service,
} from '../../../../schema/generated/server.js';
import type { ContainerSpec } from '../domain/container-spec.js';
import { wasTyped } from '../domain/container-spec.js';
import type { DiscoveredService, RunKind } from '../domain/events.js';
import { repetitionOf } from '../domain/repetition.js';
import type { RunProgress } from '../domain/run-progress.js';
import type { ContainerAnswer } from '../queries/get-container.query.js';

/** A container as the contract shows it: without secrets, in its own spelling. */
export function containerView({
  summary,
  spec,
  run,
  queuePlace,
  services,
  version,
}: ContainerAnswer): Container {
  return {
    summary: { ...summary, tags: [...summary.tags] },
    spec: specView(spec),
    run: { ...runView(run), queuePlace },
    services: services.map((service) => serviceView(service, !summary.lab)),
    version,
  };
}

function specView(spec: ContainerSpec): SpecView {
  const { cores, memory, swap, disk, storage, osTemplate, unprivileged, nesting, network } = spec;
  const extra = spec.packageGroups.filter(wasTyped);
  return {
    ...{ cores, memory, swap, disk, storage, osTemplate, unprivileged, nesting },
    ...{ bridge: network.bridge, ipv4: network.ipv4, gateway: network.gateway, vlan: network.vlan },
    networks: [network, ...spec.moreNetworks],
    mountPoints: [...spec.mountPoints],
    features: Object.entries({ ...spec.features, nesting }).flatMap(([name, on]) => (on ? [name] : [])),
    ...{ startOnBoot: spec.startOnBoot, startupOrder: spec.startup.order },
    ...{ startupUpDelay: spec.startup.upDelay, startupDownDelay: spec.startup.downDelay },
    ...{ pool: spec.pool, timezone: spec.timezone, searchDomain: spec.searchDomain },
    ...{ protection: spec.protection, description: spec.description },
    ...{ nameservers: [...spec.nameservers], sshKeys: [...spec.sshKeys] },
    packageGroups: spec.packageGroups.filter((group) => !extra.includes(group)).map(({ name }) => name),
    extraPackages: extra.flatMap(({ packages }) => [...packages]),
    scripts: spec.scripts.map(({ name }) => name),
  };
}

const KINDS = {
  provision: 'PROVISION',
  retry: 'RETRY',
  start: 'START',
  stop: 'STOP',
  destroy: 'DESTROY',
  resync: 'RESYNC',
  refresh: 'REFRESH',
} as const satisfies Record<RunKind, RunKindView>;

/** What a retry would be for; null while there is nothing to try again. */
function retryOf({ kind, state }: RunProgress): RunKindView | null {
  if (state === 'FAILED') return KINDS[repetitionOf(kind, 'failed')];
  return state === 'CANCELLED' ? KINDS[repetitionOf(kind, 'cancelled')] : null;
}

function runView(progress: RunProgress): Omit<Run, 'queuePlace'> {
  const { run: id, kind, phases, ...run } = progress;
  const shown = phases.map(({ key, title, state: standing, startedAt, durationMs, limitSeconds }) => ({
    ...{ key, title, state: standing, startedAt, durationMs, limitSeconds },
  }));
  const { attempt, state, failure, requestedAt, cancelRequestedAt, endedAt, silence } = run;
  const times = { requestedAt, cancelRequestedAt, endedAt };
  return {
    id,
    kind: KINDS[kind],
    attempt,
    state,
    phases: shown,
    failure,
    ...times,
    silence,
    retry: retryOf(progress),
  };
}

function serviceView(
  { credentials, ports, urls, title = null, ...service }: DiscoveredService,
  reachable: boolean,
): Service {
  return {
    ...service,
    title,
    reachable,
    ports: [...ports],
    urls: [...urls],
    credentials: credentials.map(({ id, key }) => ({ id, key })),
  };
}
