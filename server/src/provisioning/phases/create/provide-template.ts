import { isSuccess } from '../../../proxmox/task-follower.js';
import { failed } from '../in-container/container-phase.js';
import { followNewTask, followRecordedTask } from '../on-node/task.js';
import type { PhaseContext, PhaseOutcome } from '../phase.js';
import type { FoundTemplate } from './os-template.js';
import { findTemplate } from './os-template.js';

/** A transfer that broke off leaves a file of another size or checksum than the catalogue says. */
const isDamaged = (status: string) => /checksum|size mismatch|wrong size|incomplete/i.test(status);

/** A damaged download is tried once more: a broken mirror stays broken, a broken transfer does not. */
const DOWNLOADS = 2;

/** The volume id of the container's OS template, which is downloaded if it is not there; or why there is none. */
export async function provideTemplate(context: PhaseContext): Promise<string | PhaseOutcome> {
  const { download } = context.facts().tasks;
  if (download?.status === null) {
    await followRecordedTask(context, { phase: 'create', task: 'download', upid: download.upid });
  }
  const found = await look(context);
  if (found.kind === 'present') return found.volid;
  if (found.kind === 'missing') {
    return failed({
      code: 'CREATE.TEMPLATE_MISSING',
      message: `There is no OS template ${context.spec.osTemplate} on the node or in its catalogue.`,
      likelyCause: 'The template was deleted, or the catalogue is old: run pveam update on the node.',
      retryable: true,
    });
  }
  return downloaded(context, found);
}

async function look({ node: { api }, spec }: PhaseContext): Promise<FoundTemplate> {
  const storages = await api.storages();
  const withTemplates = storages.filter(({ holdsTemplates }) => holdsTemplates);
  const volumes = await Promise.all(withTemplates.map(({ name }) => api.templateVolumes(name)));
  return findTemplate(spec.osTemplate, volumes.flat(), await api.catalogue(), storages);
}

async function downloaded(
  context: PhaseContext,
  { storage, template }: { storage: string; template: string },
): Promise<string | PhaseOutcome> {
  let status = '';
  for (let count = 0; count < DOWNLOADS; count++) {
    const upid = await context.node.api.downloadTemplate(storage, template);
    status = await followNewTask(context, { phase: 'create', task: 'download', upid });
    if (isSuccess(status)) return `${storage}:vztmpl/${template}`;
    if (!isDamaged(status)) break;
  }
  return failed({
    code: 'CREATE.DOWNLOAD_FAILED',
    message: `The OS template ${template} could not be downloaded: ${status}`,
    likelyCause: 'The node cannot reach the template server, or the storage has no space.',
    retryable: true,
  });
}
