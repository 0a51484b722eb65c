import type { DatabaseSync } from 'node:sqlite';
import type { Projection } from '../../read-store/projection.js';
import type { DiscoveredService } from '../domain/events.js';
import { containerEvent } from '../domain/known-event.js';

/** Which services run in a container, and which credentials belong to them? */
export const services: Projection = {
  name: 'services',
  version: 1,
  streams: ['container-'],
  create(db) {
    db.exec(
      `CREATE TABLE services (
        container TEXT NOT NULL, place INTEGER NOT NULL, service TEXT NOT NULL,
        PRIMARY KEY (container, place)
      ) STRICT`,
    );
  },
  apply(db, recorded) {
    const event = containerEvent(recorded);
    if (event?.type !== 'ServicesDiscovered') return [];
    const container = recorded.stream.slice('container-'.length);
    db.prepare('DELETE FROM services WHERE container = ?').run(container);
    const insert = db.prepare('INSERT INTO services VALUES (?, ?, ?)');
    inOrder(event.data.services).forEach((service, place) => {
      insert.run(container, place, JSON.stringify(service));
    });
    return [container];
  },
};

/** Those of the container's purpose first; otherwise as they were found. */
export function inOrder(found: readonly DiscoveredService[]): DiscoveredService[] {
  return [...found.filter(({ system }) => !system), ...found.filter(({ system }) => system)];
}

export function servicesOf(db: DatabaseSync, container: string): DiscoveredService[] {
  const rows = db.prepare('SELECT service FROM services WHERE container = ? ORDER BY place').all(container);
  return rows.map((row) => JSON.parse(String(row['service'])) as DiscoveredService);
}
