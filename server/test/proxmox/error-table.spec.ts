import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import { followTask } from '../../src/proxmox/task-follower.js';
import { ScriptedNode } from './scripted-node.js';

const UPID = 'UPID:pve:0000C530:001C9BEC:6572E6F6:vzcreate:104:a@pve!t:';
const TOKEN = { tokenId: 'a@pve!t', tokenSecret: 'token-s3cret' };

describe('what a node answers when something is wrong', () => {
  let node: ScriptedNode;
  let client: ProxmoxClient;

  beforeEach(async () => {
    node = await ScriptedNode.start();
    client = new ProxmoxClient({ ...node.address, ...TOKEN }, 'pve');
  });
  afterEach(async () => {
    client.close();
    await node.stop();
  });

  /** `message` stands in the reason phrase, as older versions have it, or in the body, as newer ones do. */
  const rows: [
    status: number,
    message: string,
    errors: object | null,
    code: string,
    retryable: boolean,
    unknown: boolean,
  ][] = [
    [
      400,
      'Parameter verification failed.',
      { memory: 'too small' },
      'PROXMOX.INVALID_PARAMETER',
      false,
      false,
    ],
    [
      400,
      'Parameter verification failed.',
      { vmid: 'VM 218 already exists' },
      'PROXMOX.ALREADY_EXISTS',
      false,
      false,
    ],
    [400, 'Parameter verification failed.', { upid: 'no such task' }, 'PROXMOX.NOT_FOUND', false, false],
    [401, 'No ticket', null, 'PROXMOX.UNAUTHORIZED', false, false],
    [401, 'Authentication failed!', null, 'PROXMOX.UNAUTHORIZED', false, false],
    [401, 'permission denied - invalid PVE ticket', null, 'PROXMOX.UNAUTHORIZED', false, false],
    [401, 'Permission denied - invalid csrf token', null, 'PROXMOX.UNAUTHORIZED', false, false],
    [401, "no such token 'infrahaus' for user 'a@pve'", null, 'PROXMOX.UNAUTHORIZED', false, false],
    [403, 'Permission check failed (/vms/100, VM.Allocate)', null, 'PROXMOX.FORBIDDEN', false, false],
    [
      500,
      "unable to create CT 102 - CT 102 already exists on node 'x'",
      null,
      'PROXMOX.ALREADY_EXISTS',
      false,
      false,
    ],
    [
      500,
      "Configuration file 'nodes/x/lxc/102.conf' does not exist",
      null,
      'PROXMOX.NOT_FOUND',
      false,
      false,
    ],
    [
      500,
      "can't lock file '/run/lock/lxc/pve-config-102.lock' - got timeout",
      null,
      'PROXMOX.LOCKED',
      true,
      false,
    ],
    [500, 'CT is locked (create)', null, 'PROXMOX.LOCKED', true, false],
    [500, "no such cluster node 'pve9'", null, 'PROXMOX.FAILED', false, false],
    [500, 'something else', null, 'PROXMOX.FAILED', false, false],
    [501, "Method 'POST /nodes/pve/lxc' not implemented", null, 'PROXMOX.NOT_IMPLEMENTED', false, false],
    [501, 'no such method or URI', null, 'PROXMOX.NOT_IMPLEMENTED', false, false],
    [595, 'No route to host', null, 'PROXMOX.PROXY_FAILED', true, true],
    [596, 'Connection timed out', null, 'PROXMOX.PROXY_FAILED', true, true],
    [599, 'Too many redirections', null, 'PROXMOX.PROXY_FAILED', true, true],
  ];

  describe.each(['reason phrase', 'body'])('with the message in the %s', (place) => {
    it.each(rows)(
      '%d %s %j should be %s, and a change is not sent again',
      async (status, message, errors, code, retryable, unknown) => {
        const inBody = place === 'body';
        const body = { data: null, ...(errors ? { errors } : {}), ...(inBody ? { message } : {}) };
        node.answer = () => ({ status, reason: inBody ? 'Error' : message, body });
        const error: unknown = await client
          .createContainer({ vmid: 102, ostemplate: 'local:vztmpl/x', password: 'root-s3cret' })
          .catch((e: unknown) => e);
        expect(error).toMatchObject({ code, retryable, outcomeUnknown: unknown });
        expect((error as Error).message).toContain(message);
        for (const value of Object.values(errors ?? {})) expect((error as Error).message).toContain(value);
        expect(String(error)).not.toMatch(/s3cret/);
        expect(node.received).toHaveLength(1);
      },
    );
  });

  it('should not know what became of a change when the connection drops behind it, and not send it again', async () => {
    node.answer = () => 'drop';
    await expect(client.startContainer(100)).rejects.toMatchObject({
      ...{ code: 'PROXMOX.UNREACHABLE', retryable: true, outcomeUnknown: true },
    });
    await expect(client.version()).rejects.toMatchObject({
      code: 'PROXMOX.UNREACHABLE',
      outcomeUnknown: false,
    });
    expect(node.received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('should end a call that gets no answer as soon as its caller gives up', async () => {
    node.answer = () => 'silence';
    const gaveUp = new Error('gave up');
    const abort = new AbortController();
    const asked = client.taskStatus(UPID, abort.signal);
    abort.abort(gaveUp);
    await expect(asked).rejects.toBe(gaveUp);
  });

  it('should end a call that gets no answer by its own limit, and not know what became of a change', async () => {
    node.answer = () => 'silence';
    const impatient = new ProxmoxClient({ ...node.address, ...TOKEN }, 'pve', { readMs: 20, changeMs: 20 });
    try {
      const timeout = { code: 'PROXMOX.TIMEOUT', retryable: true };
      await expect(impatient.version()).rejects.toMatchObject({ ...timeout, outcomeUnknown: false });
      await expect(impatient.startContainer(100)).rejects.toMatchObject({ ...timeout, outcomeUnknown: true });
    } finally {
      impatient.close();
    }
  });

  it('should keep its connection for the calls that follow', async () => {
    await client.version();
    await client.nodes();
    await client.startContainer(100);
    expect([node.received.length, node.connections]).toEqual([3, 1]);
  });

  it('should ask for no more than an answer can hold', async () => {
    node.answer = () => ({ status: 200, body: { data: 'x'.repeat(17 * 1024 * 1024) } });
    await expect(client.version()).rejects.toMatchObject({ code: 'PROXMOX.UNREACHABLE' });
  });

  it('should read answers that are no JSON, or lack what newer versions have', async () => {
    node.answer = () => ({ status: 200, body: 'text' });
    expect(await client.version()).toEqual({ version: '', repoid: '' });
    node.answer = () => ({
      status: 200,
      body: { data: { memory: { used: '1024', total: 2048 }, cpu: '0.5' } },
    });
    expect(await client.nodeStatus()).toEqual({ cpuLoad: 0.5, cpus: 0, memoryUsed: 1024, memoryTotal: 2048 });
    node.answer = () => ({
      status: 200,
      body: { data: [{ hwaddr: 'BC:24:11:0:0:1', inet: '10.0.0.5/24' }] },
    });
    expect(await client.interfaces(100)).toEqual([{ mac: 'bc:24:11:0:0:1', ipv4: ['10.0.0.5'], ipv6: [] }]);
  });

  it('should send the options of a DELETE in its query, because a body there is refused', async () => {
    await client.destroyContainer(100);
    await client.stopTask(UPID);
    expect(node.received.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['DELETE', '/nodes/pve/lxc/100?purge=1', ''],
      ['DELETE', `/nodes/pve/tasks/${encodeURIComponent(UPID)}`, ''],
    ]);
  });

  it('should wait for a task that the node does not know yet, and tell each line once', async () => {
    const script = [
      { status: 400, body: { errors: { upid: 'no such task' } } },
      { status: 200, body: { data: [{ n: 1, t: 'no content' }], total: 0 } },
      { status: 200, body: { data: { status: 'running' } } },
      { status: 200, body: { data: [{ n: 1, t: 'one' }], total: 1 } },
      { status: 200, body: { data: [{ n: 1, t: 'no content' }], total: 1 } },
      { status: 200, body: { data: { status: 'stopped', exitstatus: 'WARNINGS: 1' } } },
      { status: 200, body: { data: [{ n: 2, t: 'two' }], total: 2 } },
      { status: 200, body: { data: [{ n: 1, t: 'no content' }], total: 2 } },
    ];
    node.answer = () => script.shift() ?? { status: 500 };
    const lines: string[] = [];
    const signal = new AbortController().signal;
    const onLine = (line: string) => lines.push(line);
    expect(await followTask(client, UPID, { from: 0, onLine, signal })).toBe('WARNINGS: 1');
    expect(lines).toEqual(['one', 'two']);
  });
});

describe('a user with a password', () => {
  let node: ScriptedNode;
  let client: ProxmoxClient;
  let issued: number;
  const tickets = () => node.received.filter(({ path }) => path === '/access/ticket');

  beforeEach(async () => {
    node = await ScriptedNode.start();
    client = new ProxmoxClient({ ...node.address, user: 'root@pam', password: 'pass-s3cret' }, 'pve');
    issued = 0;
    node.answer = ({ path, headers }) => {
      if (path === '/access/ticket') {
        const ticket = `PVE:root@pam:${String(++issued)}`;
        return { status: 200, body: { data: { ticket, CSRFPreventionToken: `csrf:${String(issued)}` } } };
      }
      const current =
        headers.cookie === `PVEAuthCookie=${encodeURIComponent(`PVE:root@pam:${String(issued)}`)}`;
      return current ? { status: 200, body: { data: UPID } } : { status: 401, reason: 'invalid PVE ticket' };
    };
  });
  afterEach(async () => {
    client.close();
    await node.stop();
  });

  it('should log in once, with the password in the body only, and guard changes against forgery', async () => {
    await Promise.all([client.version(), client.version()]);
    await client.startContainer(100);
    expect(tickets()).toHaveLength(1);
    expect(tickets()[0]).toMatchObject({ body: 'username=root%40pam&password=pass-s3cret' });
    const [read, change] = [node.received[1]!, node.received.at(-1)!];
    expect(read.headers['csrfpreventiontoken']).toBeUndefined();
    expect(change.headers['csrfpreventiontoken']).toBe('csrf:1');
    expect(change.headers.authorization).toBeUndefined();
  });

  it('should log in anew after one 401, and give up after a second', async () => {
    await client.version();
    issued++; // as if the node had forgotten the ticket
    expect(await client.startContainer(100)).toBe(UPID);
    const before = node.answer;
    node.answer = (request) =>
      request.path === '/access/ticket' ? before(request) : { status: 401, reason: 'No ticket' };
    await expect(client.version()).rejects.toMatchObject({ code: 'PROXMOX.UNAUTHORIZED' });
    expect(tickets()).toHaveLength(3);
  });
});
