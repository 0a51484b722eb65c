import type { TemplateVolume } from '../proxmox/answers.js';
import type { ProxmoxClient } from '../proxmox/proxmox-client.js';
import { ProxmoxError } from '../proxmox/proxmox-error.js';

export interface OsTemplate {
  readonly name: string;
  /** Null while it is only in the catalogue. */
  readonly volid: string | null;
  readonly size: number | null;
  readonly headline: string | null;
}

const DEADLINE_MS = 8_000;

/** What is on a node right now. Rejects with a `ProxmoxError`. */
export async function inventoryOf(api: ProxmoxClient) {
  const [version, status, storages, bridges, nextVmid, catalogue] = await withinDeadline(
    Promise.all([
      api.version(),
      api.nodeStatus(),
      api.storages(),
      api.bridges(),
      api.nextId(),
      api.catalogue(),
    ]),
  );
  const withTemplates = storages.filter(({ holdsTemplates }) => holdsTemplates);
  const volumes = await withinDeadline(
    Promise.all(withTemplates.map(({ name }) => api.templateVolumes(name))),
  );
  return {
    ...status,
    version: version.version,
    storages: storages
      .filter(({ holdsContainers, holdsTemplates }) => holdsContainers || holdsTemplates)
      .sort((a, b) => b.free - a.free),
    bridges: bridges.sort((a, b) => a.name.localeCompare(b.name)),
    osTemplates: mergeTemplates(volumes.flat(), catalogue),
    nextVmid,
  };
}

/** Templates on storages first; what is only in the catalogue is there to be downloaded. Newest first. */
export function mergeTemplates(
  volumes: readonly TemplateVolume[],
  catalogue: readonly { readonly template: string; readonly headline: string }[],
): OsTemplate[] {
  const present = volumes.map(({ volid, size }) => {
    const name = volid.slice(volid.indexOf('/') + 1);
    const headline = catalogue.find(({ template }) => template === name)?.headline ?? null;
    return { name, volid, size, headline };
  });
  const known = new Set(present.map(({ name }) => name));
  const absent = catalogue
    .filter(({ template }) => !known.has(template))
    .map(({ template, headline }) => ({ name: template, volid: null, size: null, headline }));
  const newestFirst = (a: OsTemplate, b: OsTemplate) => b.name.localeCompare(a.name, 'en', { numeric: true });
  return [...present.sort(newestFirst), ...absent.sort(newestFirst)];
}

/** A screen waits for this answer: better to say soon that the node does not answer. */
async function withinDeadline<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new ProxmoxError('PROXMOX.TIMEOUT', 'The node did not answer in time.', true, false));
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
