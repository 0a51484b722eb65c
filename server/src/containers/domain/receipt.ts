import { completeSpec } from './container-spec.js';
import type { ContainerEvent, TaskKind } from './events.js';

/** Everything that the runs of a container have made, as its events tell. Plain data. */
export interface Receipt {
  readonly container: string;
  readonly hostname: string;
  readonly node: string;
  readonly cluster: string;
  readonly template: { readonly id: string; readonly revision: number } | null;
  /** Null while nothing stands on the node. */
  readonly vmid: number | null;
  readonly address: string | null;
  readonly destroyed: boolean;
  readonly volumes: readonly Volume[];
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly action: string }[];
  readonly packages: readonly InstalledPackage[];
  readonly scripts: readonly RunScript[];
}
export interface Volume {
  readonly use: string;
  readonly storage: string;
  /** Its id on the node; null in what versions recorded that did not read it back. */
  readonly volume: string | null;
  readonly gib: number;
}
export interface InstalledPackage {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}
export interface RunScript {
  readonly name: string;
  /** Of its body. */
  readonly sha256: string;
  readonly execution: string;
  readonly state: 'started' | 'succeeded' | 'failed';
  readonly exitCode: number | null;
}

/** What is remembered on the way; keyed so that the latest says how it is. */
interface Draft {
  readonly files: Map<string, Receipt['files'][number]>;
  readonly packages: Map<string, InstalledPackage>;
  readonly scripts: Map<string, RunScript>;
  receipt: Receipt | null;
  blobs: ReadonlyMap<string, string>;
  volumes: readonly Volume[];
  destroying: boolean;
}

/** The receipt of a container's events, or null if it was never requested. */
export function receiptOf(events: Iterable<ContainerEvent>): Receipt | null {
  const draft: Draft = {
    ...{ files: new Map(), packages: new Map(), scripts: new Map(), receipt: null },
    ...{ blobs: new Map(), volumes: [], destroying: false },
  };
  for (const event of events) note(draft, event);
  if (!draft.receipt) return null;
  const { files, packages, scripts, receipt } = draft;
  if (receipt.destroyed) return receipt;
  return {
    ...receipt,
    files: [...files.values()],
    packages: [...packages.values()],
    scripts: [...scripts.values()],
  };
}

function note(draft: Draft, event: ContainerEvent): void {
  if (event.type === 'ContainerRequested') begin(draft, event.data);
  const { receipt } = draft;
  if (!receipt) return;
  switch (event.type) {
    case 'RunRequested':
      draft.destroying = event.data.kind === 'destroy';
      return;
    case 'RunEnded':
      if (draft.destroying && event.data.outcome === 'ready') {
        draft.receipt = { ...receipt, vmid: null, address: null, destroyed: true, volumes: [] };
      }
      return;
    case 'VmidChosen':
      draft.receipt = { ...receipt, vmid: event.data.vmid };
      return;
    case 'TaskEnded':
      noteTask(draft, receipt, event.data);
      return;
    case 'VolumesCreated':
      draft.receipt = { ...receipt, volumes: event.data.volumes };
      return;
    case 'AddressResolved':
      draft.receipt = { ...receipt, address: event.data.address };
      return;
    case 'FilesDeployed':
      for (const file of event.data.files) draft.files.set(file.path, file);
      return;
    case 'PackagesInstalled':
      for (const { name, version } of event.data.installed)
        draft.packages.set(`${event.data.group} ${name}`, { group: event.data.group, name, version });
      return;
    case 'ScriptStarted':
      noteScript(draft, event.data, 'started', null);
      return;
    case 'ScriptSucceeded':
      noteScript(draft, event.data, 'succeeded', 0);
      return;
    case 'ScriptFailed':
      noteScript(draft, event.data, 'failed', event.data.exitCode);
      return;
    case 'ContainerRequested':
    case 'CancelRequested':
    case 'RunWentSilent':
    case 'RunSpokeAgain':
    case 'RunClaimed':
    case 'PhaseStarted':
    case 'PhaseCompleted':
    case 'PhaseFailed':
    case 'CredentialRevealed':
    case 'TaskStarted':
    case 'StepStarted':
    case 'StepCompleted':
    case 'PackagesStarted':
    case 'PackagesFailed':
    case 'ServicesDiscovered':
  }
}

function begin(
  draft: Draft,
  { container, spec, node }: Extract<ContainerEvent, { type: 'ContainerRequested' }>['data'],
): void {
  const { hostname, template, storage, disk, scripts, mountPoints } = completeSpec(spec);
  draft.blobs = new Map(scripts.map(({ name, blob }) => [name, blob]));
  const asked = (use: string, on: string, gib: number): Volume => ({ use, storage: on, volume: null, gib });
  const mounted = mountPoints.map((point) => asked(point.path, point.storage, point.size));
  draft.volumes = [asked('rootfs', storage, disk), ...mounted];
  draft.receipt = {
    ...{ container, hostname, node: node.name, cluster: node.cluster },
    template: template && { id: template.id, revision: template.revision },
    ...{ vmid: null, address: null, destroyed: false, volumes: [], files: [], packages: [], scripts: [] },
  };
}

/** Until the node was asked what there is, the volumes are those that were asked for: its task has ended well. */
function noteTask(
  draft: Draft,
  receipt: Receipt,
  { task, status }: { task: TaskKind; status: string },
): void {
  const ended = status === 'OK' || status.startsWith('WARNINGS');
  if (task === 'create' && ended) draft.receipt = { ...receipt, volumes: draft.volumes };
}

function noteScript(
  { scripts, blobs }: Draft,
  { script: name, execution }: { script: string; execution: string },
  state: RunScript['state'],
  exitCode: number | null,
): void {
  scripts.set(name, { name, sha256: blobs.get(name) ?? '', execution, state, exitCode });
}
