import type { DiscoveredService } from '../../../containers/domain/events.js';

/** What is different from the last look, in a few words for a person; nothing if there was none. */
export function changesBetween(
  before: readonly DiscoveredService[],
  now: readonly DiscoveredService[],
): string[] {
  if (before.length === 0) return [];
  const known = new Map(before.map((service) => [service.name, service]));
  const names = new Set(now.map(({ name }) => name));
  const come = now.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  const gone = before.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  const changed = now.flatMap((service) => difference(known.get(service.name), service) ?? []);
  const changes = [...listed('new', come), ...listed('gone', gone), ...changed];
  return changes.length === 0 ? ['nothing changed'] : changes;
}

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];

function difference(before: DiscoveredService | undefined, now: DiscoveredService): string | null {
  if (!before) return null;
  if (before.status !== now.status) return `${now.name}: ${before.status} → ${now.status}`;
  if (before.ports.join() !== now.ports.join()) {
    return `${now.name}: ports ${now.ports.join(', ') || 'none'} instead of ${before.ports.join(', ') || 'none'}`;
  }
  const secrets = ({ credentials }: DiscoveredService) => credentials.map(({ secret }) => secret).join();
  return secrets(before) === secrets(now) ? null : `${now.name}: other credentials`;
}
