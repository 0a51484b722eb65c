import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { DEBIAN, TemporaryDirectories } from './lab-client.js';

const directories = new TemporaryDirectories();
const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const describeCurl = hasCurl ? describe : describe.skip;
const why = hasCurl ? '' : ' (skipped: there is no curl here)';

/** The ways in which the documentation says who one is: a token, or a ticket with the token against forgery. */
const IDENTITIES: [way: string, read: string, change: string, user: string][] = [
  ['an API token', '-H "Authorization: PVEAPIToken=$TOKEN"', '', 'infrahaus@pve!lab'],
  ['a ticket', '--cookie "$(cat cookie)"', '--header "$(cat csrftoken)"', 'root@pam'],
];

/** What the wiki of Proxmox VE calls "Proxmox VE API": curl, a token or a ticket, nothing else. */
describeCurl(`a stranger with curl${why}`, () => {
  let lab: Lab;
  let node: LabNode;
  let home: string;
  let secondsLater = 0;

  beforeAll(async () => {
    home = directories.make();
    lab = await startLab({
      ...{ dataDir: directories.make(), taskMs: 10, unauthorizedDelayMs: 0, simulated: true },
      nowSeconds: () => Math.floor(Date.now() / 1000) + secondsLater,
    });
    [node] = lab.description.nodes as [LabNode];
  });
  afterAll(async () => {
    await lab.stop();
    directories.removeAll();
  });
  beforeEach(async () => {
    secondsLater = 0;
    await shell(`curl -sk -d username=root@pam --data-urlencode "password=$PASSWORD" "$API/access/ticket" >login
      sed -n 's/.*"ticket":"\\([^"]*\\)".*/PVEAuthCookie=\\1/p' login >cookie
      sed -n 's/.*"CSRFPreventionToken":"\\([^"]*\\)".*/CSRFPreventionToken: \\1/p' login >csrftoken`);
  });

  /** Runs lines of a shell with the variables that the documentation uses. */
  async function shell(script: string): Promise<string> {
    const env = {
      PATH: process.env['PATH'],
      API: `https://127.0.0.1:${node.apiPort}/api2/json`,
      NODE: node.name,
      TOKEN: `${node.tokenId}=${node.tokenSecret}`,
      PASSWORD: node.sshPassword,
      TEMPLATE: DEBIAN,
    };
    return (await run('sh', ['-euc', script], { cwd: home, env })).stdout;
  }
  const json = async (script: string): Promise<unknown> =>
    (JSON.parse(await shell(script)) as { data: unknown }).data;
  /** The first line of the answer: status and reason. */
  const refusal = async (script: string): Promise<string> =>
    (await shell(script.replace('curl ', 'curl -i '))).split('\r\n')[0] ?? '';

  it.each(IDENTITIES)('leads a container through its life with %s', async (way, read, change, user) => {
    const vmid = way === 'a ticket' ? 602 : 601;
    const get = (path: string) => json(`curl -sk ${read} "$API${path}"`);
    const send = (method: string, path: string, data = '') =>
      json(`curl -sk -X ${method} ${read} ${change} ${data} "$API${path}"`);
    const finished = async (upid: unknown): Promise<unknown> => {
      const path = `/nodes/$NODE/tasks/${String(upid)}/status`;
      for (;;) {
        const { status, exitstatus } = (await get(path)) as { status: string; exitstatus?: string };
        if (status === 'stopped') return exitstatus;
      }
    };
    expect(await get('/')).toContainEqual({ subdir: 'nodes' });
    expect(await get('/version')).toMatchObject({ release: '9.2' });
    expect(await get('/nodes')).toContainEqual(
      expect.objectContaining({ node: node.name, status: 'online' }),
    );

    const created = await send(
      'POST',
      '/nodes/$NODE/lxc',
      `--data-urlencode net0=name=eth0,bridge=vmbr0,ip=dhcp --data-urlencode "ostemplate=$TEMPLATE" \\
        --data vmid=${vmid} --data rootfs=local-lvm:4 --data hostname=stranger`,
    );
    expect(created).toMatch(new RegExp(`^UPID:.*:vzcreate:${vmid}:${user}:$`));
    expect(await finished(created)).toBe('OK');
    const log = (await get(`/nodes/$NODE/tasks/${String(created)}/log?start=0`)) as {
      n: number;
      t: string;
    }[];
    expect(log.at(-1)).toEqual({ n: log.length, t: 'TASK OK' });

    const ct = `/nodes/$NODE/lxc/${vmid}`;
    expect(await get(`${ct}/config`)).toMatchObject({ hostname: 'stranger', memory: 512 });
    expect(await send('PUT', `${ct}/config`, '--data memory=256')).toBeNull();
    expect(await get(`${ct}/config`)).toMatchObject({ memory: 256 });
    expect(await finished(await send('POST', `${ct}/status/start`))).toBe('OK');
    expect(await get(`${ct}/status/current`)).toMatchObject({ status: 'running' });
    expect(await finished(await send('POST', `${ct}/status/stop`))).toBe('OK');
    expect(await finished(await send('DELETE', `${ct}?purge=1`))).toBe('OK');
    expect(await get('/nodes/$NODE/lxc')).not.toContainEqual(expect.objectContaining({ vmid }));
  });

  it('may set by a ticket of root what no token may', async () => {
    const create = (
      identity: string,
    ) => `curl -sk -X POST ${identity} --data-urlencode "ostemplate=$TEMPLATE" \\
      --data vmid=603 --data rootfs=local-lvm:4 --data features=nesting=1,keyctl=1 "$API/nodes/$NODE/lxc"`;
    const [token, ticket] = IDENTITIES.map(([, read, change]) => `${read} ${change}`);
    expect(await refusal(create(token!))).toContain('403 Permission check failed');
    expect(await json(create(ticket!))).toMatch(/:root@pam:$/);
  });

  it('is refused without a ticket, with one that is made up, and with a wrong password', async () => {
    expect(await refusal('curl -sk "$API/nodes"')).toBe('HTTP/1.1 401 No ticket');
    expect(await refusal('curl -sk --cookie "PVEAuthCookie=PVE:root@pam:00000000::AAAA" "$API/nodes"')).toBe(
      'HTTP/1.1 401 permission denied - invalid PVE ticket',
    );
    expect(await refusal('curl -sk -d username=root@pam -d password=wrong "$API/access/ticket"')).toBe(
      'HTTP/1.1 401 authentication failure',
    );
    expect(await refusal('curl -sk -H "Authorization: PVEAPIToken=$TOKEN-wrong" "$API/nodes"')).toBe(
      'HTTP/1.1 401 invalid token value!',
    );
  });

  it('is refused a change without the token against forgery, or with that of another time', async () => {
    const stop = (header: string) =>
      `curl -sk -X POST --cookie "$(cat cookie)" ${header} "$API/nodes/$NODE/lxc/999/status/stop"`;
    const refused = 'HTTP/1.1 401 Permission denied - invalid csrf token';
    expect(await refusal(stop(''))).toBe(refused);
    expect(await refusal(stop('--header "CSRFPreventionToken: 00000000:AAAA"'))).toBe(refused);
    expect(await refusal(stop('--header "$(cat csrftoken)"'))).toContain('500 Configuration file');
  });

  it('renews its ticket with the ticket itself, as long as that is valid: two hours', async () => {
    const renew = `curl -sk -d username=root@pam --data-urlencode "password=$(cut -d= -f2- cookie)" "$API/access/ticket"`;
    const read = 'curl -sk --cookie "$(cat cookie)" "$API/nodes"';
    secondsLater = 7_100;
    expect(await json(renew)).toMatchObject({ username: 'root@pam' });
    expect(await json(read)).toContainEqual(expect.objectContaining({ node: node.name }));
    secondsLater = 7_300;
    expect(await refusal(read)).toBe('HTTP/1.1 401 permission denied - invalid PVE ticket');
    expect(await refusal(renew)).toBe('HTTP/1.1 401 authentication failure');
  });
});
