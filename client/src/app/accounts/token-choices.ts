import type { ApiScope } from '../../../../schema/generated/client.js';

/** What a token may do, in the order in which the risk grows. */
export const SCOPES: readonly { value: ApiScope; title: string; text: string }[] = [
  { value: 'READ', title: 'Read', text: 'See everything but secrets, and follow runs live.' },
  { value: 'CONTAINERS', title: 'Containers', text: 'Create and change containers.' },
  { value: 'NODES', title: 'Nodes', text: 'Register and remove Proxmox VE nodes.' },
  {
    value: 'TEMPLATES',
    title: 'Templates',
    text: 'Make and change templates; what is in them runs as root.',
  },
  { value: 'SECRETS', title: 'Secrets', text: 'Reveal credentials that were found in containers.' },
];

const DAY = 24 * 3600 * 1000;

/** How long a token works; an empty number of days is for ever. */
export const LIFETIMES = [
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '365', text: 'One year' },
  { value: '', text: 'No end' },
] as const;

export function scopeTitle(scope: ApiScope): string {
  return SCOPES.find(({ value }) => value === scope)?.title ?? scope;
}

/** When a token that is made now stops working; null for never. */
export function expiryOf(lifetime: string, now: number): string | null {
  return lifetime === '' ? null : new Date(now + Number(lifetime) * DAY).toISOString();
}
