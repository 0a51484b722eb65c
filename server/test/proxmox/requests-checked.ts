import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROXMOX_REQUESTS } from '../../src/proxmox/request-trace.js';
import type { CheckedRequest } from './api-schema.js';
import { schemaIsThere, violationsOf } from './api-schema.js';

/**
 * For every test file: whatever its own process, and servers that it starts, ask of a Proxmox VE API is recorded and
 * compared with Proxmox VE's schema. Without the schema beside the project nothing is recorded; `api-schema.spec.ts` says so.
 */
const violations = new Set<string>();
const check = (request: unknown) => {
  for (const violation of violationsOf(request as CheckedRequest)) violations.add(violation);
};
let folder: string | null = null;

if (schemaIsThere) {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'proxmox-trace-'));
    process.env['INFRAHAUS_PROXMOX_TRACE'] = join(folder, 'requests.jsonl');
    subscribe(PROXMOX_REQUESTS, check);
  });

  afterAll(() => {
    unsubscribe(PROXMOX_REQUESTS, check);
    const file = join(folder ?? '', 'requests.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    for (const line of lines) check(JSON.parse(line));
    delete process.env['INFRAHAUS_PROXMOX_TRACE'];
    rmSync(folder ?? '', { recursive: true, force: true });
    expect([...violations]).toEqual([]);
  });
}
