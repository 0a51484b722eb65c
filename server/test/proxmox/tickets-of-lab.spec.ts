import { mkdtempSync, rmSync } from 'node:fs';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { DEFAULT_TIMEOUTS } from '../../src/proxmox/api-transport.js';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import type { TracedRequest } from '../../src/proxmox/request-trace.js';
import { PROXMOX_REQUESTS } from '../../src/proxmox/request-trace.js';

const HOUR = 3600;

describe('a client that logs in with a password', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tickets-'));
  const asked: string[] = [];
  const note = (request: unknown) => {
    const { method, path, status } = request as TracedRequest;
    asked.push(`${method} ${path} ${String(status)}`);
  };
  let lab: Lab;
  let client: ProxmoxClient;
  let secondsLater = 0;
  let monotonicMs = 0;

  beforeAll(async () => {
    const nowSeconds = () => Math.floor(Date.now() / 1000) + secondsLater;
    lab = await startLab({ dataDir, taskMs: 5, unauthorizedDelayMs: 0, simulated: true, nowSeconds });
    const { host, apiPort: port, tlsFingerprint, sshPassword: password, name } = lab.description.nodes[0]!;
    const address = { host, port, tlsFingerprint, user: 'root@pam', password };
    client = new ProxmoxClient(address, name, DEFAULT_TIMEOUTS, () => monotonicMs);
    subscribe(PROXMOX_REQUESTS, note);
  });
  afterAll(async () => {
    unsubscribe(PROXMOX_REQUESTS, note);
    client.close();
    await lab.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked.length = 0;
  });

  it('should keep one ticket for many calls', async () => {
    await client.version();
    await client.nodes();
    expect(asked).toEqual(['POST /access/ticket 200', 'GET /version 200', 'GET /nodes 200']);
  });

  it('should renew the ticket with itself every quarter of an hour', async () => {
    monotonicMs = 16 * 60_000;
    secondsLater = HOUR;
    await client.version();
    expect(asked).toEqual(['POST /access/ticket 200', 'GET /version 200']);
    // An hour and a half later the first ticket is too old, the renewed one is not.
    secondsLater = 2.5 * HOUR;
    await client.version();
    expect(asked.at(-1)).toBe('GET /version 200');
    expect(asked).toHaveLength(3);
  });

  it('should log in anew, and do what was wanted once, when the node has forgotten the ticket meanwhile', async () => {
    secondsLater = 6 * HOUR;
    await expect(client.startContainer(999)).rejects.toMatchObject({ code: 'PROXMOX.NOT_FOUND' });
    const start = `POST /nodes/${client.node}/lxc/999/status/start`;
    expect(asked).toEqual([`${start} 401`, 'POST /access/ticket 200', `${start} 500`]);
  });
});
