import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventLog } from './event-log.js';

const folder = mkdtempSync(join(tmpdir(), 'embedded-store-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const NOTHING = new Uint8Array();
const told = () => ({
  id: randomUUID(),
  type: 'Told',
  contentType: 'text/plain',
  data: Buffer.from('fine'),
  metadata: NOTHING,
});

it('should find every damaged event while nobody reads it, and tell of each once', async () => {
  const file = join(folder, 'events.sqlite');
  const lines: string[] = [];
  const log = new EventLog(file, 'full', (line) => lines.push(line));
  const events = Array.from({ length: 600 }, told);
  await log.submit({ action: 'append', stream: 'old', expected: 'no_stream', events });
  await log.patrol();
  expect([lines, log.damage.count]).toEqual([[], 0]);

  const db = new DatabaseSync(file);
  db.exec(`UPDATE events SET data = CAST('noodle' AS BLOB) WHERE revision IN (7, 8, 599)`);
  db.close();
  for (let round = 0; round < 3; round++) await log.patrol();
  const damaged = /^Event (\d+) of stream 'old' .* is damaged on the disk: .*restore/;
  expect(lines.map((line) => damaged.exec(line)?.[1])).toEqual(['7', '8', '599']);
  expect(log.damage.count).toBe(3);
  await log.close();
});
