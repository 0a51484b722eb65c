import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import type {
  CatalogueEntry,
  ClusterNode,
  Guest,
  NodeStatus,
  StorageStatus,
  TemplateVolume,
} from '../../../../proxmox/answers.js';
import type { ProxmoxClient } from '../../../../proxmox/proxmox-client.js';
import type { Permissions } from '../../../../proxmox/privileges.js';
import type { HostReport, NodeHost } from '../../../../ssh/node-host.js';
import type { Seen } from './seen.js';
import { see } from './seen.js';
import type { Neighbours } from './neighbours.js';
import { neighboursOf } from './neighbours.js';

/** Everything that a preflight looks at, each answer by itself: one refusal does not hide the rest. */
export interface World {
  readonly node: string;
  readonly version: Seen<{ readonly version: string }>;
  readonly nodes: Seen<readonly ClusterNode[]>;
  readonly status: Seen<NodeStatus>;
  readonly permissions: Seen<Permissions>;
  readonly guests: Seen<readonly Guest[]>;
  readonly nextVmid: Seen<number>;
  /** Those that the token may see. */
  readonly pools: Seen<readonly string[]>;
  readonly storages: Seen<readonly StorageStatus[]>;
  readonly volumes: Seen<readonly TemplateVolume[]>;
  readonly catalogue: Seen<readonly CatalogueEntry[]>;
  readonly bridges: Seen<readonly { readonly name: string; readonly address: string | null }[]>;
  readonly host: Seen<HostReport>;
  /** Addresses that other containers have. Only looked for if the request names an address. */
  readonly neighbours: Seen<Neighbours>;
}

/** Asks the node for all of it at once. Reads only. */
export async function lookAround(
  { api, host }: { readonly api: ProxmoxClient; readonly host: NodeHost },
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<World> {
  const [storages, guests] = [see(api.storages()), see(api.guests())];
  const world: World = {
    node: api.node,
    ...(await together({
      version: see(api.version()),
      nodes: see(api.nodes()),
      status: see(api.nodeStatus()),
      permissions: see(api.permissions()),
      nextVmid: see(api.nextId()),
      pools: see(spec.pool === null ? Promise.resolve([]) : api.pools()),
      catalogue: see(api.catalogue()),
      bridges: see(api.bridges()),
      host: see(host.probe(signal)),
      guests,
      storages,
      volumes: see(volumesOn(api, storages)),
      neighbours: see(neighboursOf(api, guests, spec)),
    })),
  };
  signal.throwIfAborted();
  return world;
}

async function volumesOn(
  api: ProxmoxClient,
  storages: Promise<Seen<readonly StorageStatus[]>>,
): Promise<TemplateVolume[]> {
  const seen = await storages;
  if (seen.kind === 'unseen') throw seen.error;
  const holding = seen.value.filter(({ holdsTemplates }) => holdsTemplates);
  return (await Promise.all(holding.map(({ name }) => api.templateVolumes(name)))).flat();
}

/** Waits for every property at once. */
async function together<Answers extends object>(promises: {
  readonly [Key in keyof Answers]: Promise<Answers[Key]>;
}): Promise<Answers> {
  const entries: [string, Promise<unknown>][] = Object.entries(promises);
  const answers = await Promise.all(entries.map(async ([key, promise]) => [key, await promise] as const));
  return Object.fromEntries(answers) as Answers;
}
