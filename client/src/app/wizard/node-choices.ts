import { readableBytes } from '../ui/readable.js';
import type { Choice } from '../ui/select-field.js';
import type { Inventory } from './wizard-model.js';

/** The storages that can hold a container's disks, those with most room first. */
export function storageChoices(inventory: Inventory | undefined): readonly Choice[] {
  return (inventory?.storages ?? [])
    .filter(({ holdsContainers }) => holdsContainers)
    .map(({ name, type, free }) => ({ value: name, text: `${name} (${type}, ${readableBytes(free)} free)` }));
}
