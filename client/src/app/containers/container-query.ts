import type { ContainerCardFragment } from '../../../../schema/generated/client.js';

/** What a list of containers is asked for; empty texts ask for nothing. */
export interface ContainerQuery {
  readonly words: string;
  readonly state: string;
  readonly node: string;
  readonly tag: string;
  readonly sort: string;
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** The states that people tell apart in a list. */
export const STATE_CHOICES: readonly Choice[] = [
  { value: 'running', text: 'In progress' },
  { value: 'ready', text: 'Ready' },
  { value: 'failed', text: 'Failed' },
  { value: 'cancelled', text: 'Cancelled' },
];

type Order = (a: ContainerCardFragment, b: ContainerCardFragment) => number;
/** Behind the largest that there is. */
const NO_VMID = 1_000_000_000;
const NEWEST_FIRST = { value: 'new', text: 'Newest first', order: byText(({ createdAt }) => createdAt, -1) };
const ORDERS: readonly (Choice & { readonly order: Order })[] = [
  NEWEST_FIRST,
  { value: 'changed', text: 'Changed last', order: byText(({ updatedAt }) => updatedAt, -1) },
  { value: 'name', text: 'By name', order: byText(({ hostname }) => hostname, 1) },
  { value: 'node', text: 'By node', order: byText(({ nodeName, hostname }) => `${nodeName} ${hostname}`, 1) },
  { value: 'vmid', text: 'By VMID', order: (a, b) => (a.vmid ?? NO_VMID) - (b.vmid ?? NO_VMID) },
];
export const SORT_CHOICES: readonly Choice[] = ORDERS;

/** The containers that a query asks for, in its order. */
export function select(
  containers: readonly ContainerCardFragment[],
  query: ContainerQuery,
): readonly ContainerCardFragment[] {
  const words = query.words.toLowerCase().split(/\s+/).filter(Boolean);
  const { order } = ORDERS.find(({ value }) => value === query.sort) ?? NEWEST_FIRST;
  return containers.filter((container) => passes(container, query) && matches(container, words)).sort(order);
}

export function isInProgress({ state }: ContainerCardFragment): boolean {
  return state === 'REQUESTED' || state === 'PROVISIONING';
}

function passes(container: ContainerCardFragment, { state, node, tag }: ContainerQuery): boolean {
  if (state !== '' && stateOf(container) !== state) return false;
  if (node !== '' && container.nodeName !== node) return false;
  return tag === '' || container.tags.includes(tag);
}

function stateOf(container: ContainerCardFragment): string {
  return isInProgress(container) ? 'running' : container.state.toLowerCase();
}

function matches(container: ContainerCardFragment, words: readonly string[]): boolean {
  const { hostname, vmid, nodeName, templateTitle, address, tags, state } = container;
  const text = [hostname, vmid, nodeName, templateTitle, address, state, ...tags].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function byText(key: (container: ContainerCardFragment) => string, direction: 1 | -1): Order {
  const collator = new Intl.Collator(undefined, { numeric: true });
  return (a, b) => direction * collator.compare(key(a), key(b));
}
