import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { DEBIAN, TemporaryDirectories } from './lab-client.js';

const directories = new TemporaryDirectories();
const run = promisify(execFile);

/** What the wiki of Proxmox VE calls "Proxmox VE API": curl, a token or a ticket, nothing else. */
describe('a stranger with curl', () => {
  let lab: Lab;
  let node: LabNode;
  let home: string;

  beforeAll(async () => {
    home = directories.make();
    lab = await startLab({
      dataDir: directories.make(),
      taskMs: 10,
      unauthorizedDelayMs: 0,
      simulated: true,
    });
    [node] = lab.description.nodes as [LabNode];
  });
  afterAll(async () => {
    await lab.stop();
    directories.removeAll();
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
  const failure = async (script: string): Promise<string> => (await shell(script)).trim();

  it('uses an API token', async () => {
    const root = await json('curl -sk -H "Authorization: PVEAPIToken=$TOKEN" "$API/"');
    expect(root).toContainEqual({ subdir: 'nodes' });
    expect(await json('curl -sk -H "Authorization: PVEAPIToken=$TOKEN" "$API/version"')).toMatchObject({
      release: '9.2',
    });
    const upid = await json(`curl -sk -X POST -H "Authorization: PVEAPIToken=$TOKEN" \\
      --data-urlencode net0=name=eth0,bridge=vmbr0,ip=dhcp --data-urlencode "ostemplate=$TEMPLATE" \\
      --data vmid=601 --data rootfs=local-lvm:4 "$API/nodes/$NODE/lxc"`);
    expect(upid).toMatch(/^UPID:.*:vzcreate:601:infrahaus@pve!lab:$/);
  });

  it('logs in, reads with the cookie, and changes with the cookie and the token against forgery', async () => {
    const login = (await json(
      'curl -sk -d username=root@pam --data-urlencode "password=$PASSWORD" "$API/access/ticket"',
    )) as { ticket: string; CSRFPreventionToken: string; username: string };
    expect(login.username).toBe('root@pam');
    writeFileSync(join(home, 'cookie'), `PVEAuthCookie=${login.ticket}`);
    writeFileSync(join(home, 'csrftoken'), `CSRFPreventionToken: ${login.CSRFPreventionToken}`);
    expect(await json('curl -sk --cookie "$(cat cookie)" "$API/nodes"')).toContainEqual(
      expect.objectContaining({ node: node.name }),
    );
    const create = `curl -sk --cookie "$(cat cookie)" HEADER -X POST --data-urlencode "ostemplate=$TEMPLATE" \\
      --data vmid=602 --data rootfs=local-lvm:4 --data features=nesting=1,keyctl=1 "$API/nodes/$NODE/lxc"`;
    const status = "-o /dev/null -w '%{http_code}'";
    expect(await failure(create.replace('HEADER', status))).toBe('401');
    // Only root by a ticket may set features other than nesting.
    expect(await json(create.replace('HEADER', '--header "$(cat csrftoken)"'))).toMatch(/:root@pam:$/);
  });

  it('renews its ticket with the ticket itself, and is refused with a wrong password', async () => {
    const ticket = readFileSync(join(home, 'cookie'), 'utf8').replace('PVEAuthCookie=', '');
    writeFileSync(join(home, 'ticket'), ticket);
    const renew =
      'curl -sk -d username=root@pam --data-urlencode "password=$(cat ticket)" "$API/access/ticket"';
    expect(await json(renew)).toMatchObject({ username: 'root@pam' });
    const status = "-o /dev/null -w '%{http_code}'";
    const wrong = `curl -sk ${status} -d username=root@pam -d password=wrong "$API/access/ticket"`;
    expect(await failure(wrong)).toBe('401');
    const broken = `curl -sk ${status} --cookie "PVEAuthCookie=PVE:root@pam:00000000::AAAA" "$API/nodes"`;
    expect(await failure(broken)).toBe('401');
    expect(await failure(`curl -sk ${status} "$API/nodes"`)).toBe('401');
  });
});
