import type { DatabaseSync } from 'node:sqlite';
import type { Projection } from '../../read-store/projection.js';
import type { KnownTemplate, TemplateEvent, TemplateState } from '../domain/template-decider.js';
import { latest, templateDecider } from '../domain/template-decider.js';

/** Which templates are there? */
export const templateList: Projection = {
  name: 'template_list',
  version: 2,
  streams: ['template-'],
  create(db) {
    db.exec(
      `CREATE TABLE template_list (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, archived INTEGER NOT NULL, template TEXT NOT NULL
      ) STRICT`,
    );
  },
  apply(db, { stream, type, data, metadata }) {
    const id = stream.slice('template-'.length);
    const event = { type, data };
    if (!isTemplateEvent(event)) return [];
    const next = templateDecider.evolve(find(db, id), event, metadata);
    if (next === null) return [];
    db.prepare('INSERT OR REPLACE INTO template_list VALUES (?, ?, ?, ?)').run(
      ...[id, latest(next).content.title, Number(next.archived), JSON.stringify(next)],
    );
    return [id];
  },
};

function isTemplateEvent(event: { type: string; data: unknown }): event is TemplateEvent {
  return (templateDecider.eventTypes as readonly string[]).includes(event.type);
}

function find(db: DatabaseSync, id: string): TemplateState {
  const row = db.prepare('SELECT template FROM template_list WHERE id = ?').get(id);
  return row ? templateIn(row) : null;
}

const templateIn = (row: Record<string, unknown>) => JSON.parse(String(row['template'])) as KnownTemplate;

/** By title. */
export function listTemplates(db: DatabaseSync, includeArchived: boolean): KnownTemplate[] {
  return db
    .prepare('SELECT template FROM template_list WHERE archived <= ? ORDER BY title COLLATE NOCASE, id')
    .all(Number(includeArchived))
    .map(templateIn);
}
