import { readableBytes } from '../ui/readable.js';
import type { Template } from './draft-input.js';
import type { WizardDraft } from './wizard-draft.js';
import type { Inventory } from './wizard-model.js';

/** Something about the node that bears on the run. `doubtful` warns; only the run itself can tell for sure. */
export interface Check {
  readonly verdict: 'fine' | 'doubtful' | 'waiting';
  readonly text: string;
}

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** What the node's present state says to a draft. */
export function checksOf(
  draft: WizardDraft,
  inventory: Inventory | undefined,
  unreachable: string | null,
  template: Template | null,
): readonly Check[] {
  if (unreachable !== null) return [doubtful(unreachable)];
  if (!inventory) return [{ verdict: 'waiting', text: 'Asking the node…' }];
  return [
    fine('The node answers and accepts the token.'),
    spaceCheck(draft, inventory),
    memoryCheck(draft, inventory),
    osTemplateCheck(draft.osTemplate || (template?.osTemplate ?? ''), inventory),
  ];
}

function spaceCheck({ storage, disk }: WizardDraft, { storages }: Inventory): Check {
  const chosen = storages.find(({ name }) => name === storage);
  if (!chosen) return doubtful(`The node has no storage named ${storage}.`);
  const room = `${readableBytes(chosen.free)} free on ${storage}`;
  return chosen.free < (disk ?? 0) * GIB ? doubtful(`Only ${room}; the disk may not fit.`) : fine(`${room}.`);
}

function memoryCheck({ memory }: WizardDraft, { memoryTotal, memoryUsed }: Inventory): Check {
  const free = Math.max(0, memoryTotal - memoryUsed);
  const text = `${readableBytes(free)} of memory free on the node`;
  return free < (memory ?? 0) * MIB ? doubtful(`Only ${text}.`) : fine(`${text}.`);
}

function osTemplateCheck(wanted: string, { osTemplates }: Inventory): Check {
  const found = osTemplates.filter(({ name, volid }) => volid === wanted || name.startsWith(`${wanted}_`));
  if (found.some(({ volid }) => volid !== null)) return fine('The OS template is on the node.');
  if (found.length > 0) return fine('The OS template will be downloaded first.');
  return doubtful(`The node’s catalogue knows no OS template ${wanted}.`);
}

function fine(text: string): Check {
  return { verdict: 'fine', text };
}

function doubtful(text: string): Check {
  return { verdict: 'doubtful', text };
}
