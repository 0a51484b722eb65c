import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import type { TracedRequest } from '../../src/proxmox/request-trace.js';
import { PROXMOX_REQUESTS, traceRequestsTo } from '../../src/proxmox/request-trace.js';
import { schemaIsThere, violationsOf } from './api-schema.js';
import { ScriptedNode } from './scripted-node.js';

const ifThere = schemaIsThere ? it : it.skip;
const why = schemaIsThere ? '' : ' (skipped: Proxmox VE’s schema is not beside the project)';

describe('requests compared with Proxmox VE’s own schema', () => {
  const create = (parameters: Record<string, string>) =>
    violationsOf({
      method: 'POST',
      path: '/nodes/pve/lxc',
      parameters: { vmid: '100', ostemplate: 'a:b/c', ...parameters },
    });

  ifThere(`should be found wrong when they are${why}`, () => {
    expect(create({})).toEqual([]);
    expect(
      violationsOf({ method: 'POST', path: '/nodes/pve/lxc', parameters: { vmid: '100' } }),
    ).toHaveLength(1);
    for (const wrong of [
      { nonsense: '1' },
      { memory: '1' },
      { memory: 'much' },
      { onboot: 'true' },
      { password: 'abc' },
      { net0: 'bridge=vmbr0' },
      { net0: 'name=eth0,tag=5000' },
      { net0: 'name=eth0,colour=red' },
      { features: 'nesting=yes' },
      { mp0: 'local:4' },
    ] as Record<string, string>[]) {
      expect([wrong, create(wrong)]).toEqual([wrong, [expect.any(String)]]);
    }
    expect(violationsOf({ method: 'GET', path: '/nodes/pve/nowhere', parameters: {} })).toHaveLength(1);
    expect(violationsOf({ method: 'GET', path: '/nodes/pve/tasks?colour=red', parameters: {} })).toHaveLength(
      1,
    );
  });
});

describe('the trace of requests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  let node: ScriptedNode;

  beforeAll(async () => {
    node = await ScriptedNode.start();
  });
  afterAll(async () => {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('should tell each request and how it ended, and no secret', async () => {
    const told: TracedRequest[] = [];
    const remember = (request: unknown) => void told.push(request as TracedRequest);
    subscribe(PROXMOX_REQUESTS, remember);
    const file = join(folder, 'requests.jsonl');
    const stop = traceRequestsTo(file);
    const client = new ProxmoxClient({ ...node.address, user: 'root@pam', password: 'pass-s3cret' }, 'pve');
    node.answer = ({ path }) => {
      if (path === '/access/ticket')
        return {
          status: 200,
          body: { data: { ticket: 'ticket-s3cret', CSRFPreventionToken: 'csrf-s3cret' } },
        };
      return path.includes('status/start') ? 'drop' : { status: 200 };
    };
    const parameters = { vmid: 100, ostemplate: 'local:vztmpl/x', password: 'root-s3cret' };
    await client.createContainer(parameters);
    await client.startContainer(100).catch(() => undefined);
    client.close();
    unsubscribe(PROXMOX_REQUESTS, remember);
    stop();
    expect(told.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['POST', '/access/ticket', 200],
      ['POST', '/nodes/pve/lxc', 200],
      ['POST', '/nodes/pve/lxc/100/status/start', 0],
    ]);
    expect(told[1]?.parameters).toMatchObject({ vmid: '100', password: '********' });
    const written = readFileSync(file, 'utf8');
    expect(written.trim().split('\n')).toHaveLength(3);
    expect(JSON.stringify(told) + written).not.toContain('s3cret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
