import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { discoverPhase } from '../../src/provisioning/phases/discover.phase.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import { followTask } from '../../src/proxmox/task-follower.js';
import { PctContainerShell } from '../../src/ssh/pct-container-shell.js';
import { SshConnection } from '../../src/ssh/ssh-connection.js';
import { PhaseRun } from './phase-container.js';

describe('the phases in a container of the lab, over SSH', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'infrahaus-over-ssh-'));
  let lab: Lab;
  let api: ProxmoxClient;
  let ssh: SshConnection;

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 10, unauthorizedDelayMs: 10 });
    const node = lab.description.nodes[0]!;
    api = new ProxmoxClient({ ...node, port: node.apiPort }, node.name);
    const address = { host: node.host, port: node.sshPort, user: node.sshUser };
    const credential = { kind: 'password', value: node.sshPassword } as const;
    ssh = new SshConnection({ ...address, hostKeyFingerprint: node.sshFingerprint, credential });
    const vmid = 100;
    const [volume] = await api.templateVolumes('local');
    const ended = { from: 0, onLine: () => undefined, signal: new AbortController().signal };
    const request = {
      vmid,
      ostemplate: volume!.volid,
      hostname: 'web-1',
      memory: 256,
      rootfs: 'local-lvm:4',
    };
    const net0 = 'name=eth0,bridge=vmbr0,ip=dhcp';
    await followTask(api, await api.createContainer({ ...request, net0, unprivileged: 1 }), ended);
    await followTask(api, await api.startContainer(vmid), ended);
  });

  afterAll(async () => {
    api.close();
    await ssh.close();
    await lab.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('survive a connection that is lost in the middle of a script', async () => {
    const shell = new PctContainerShell(ssh, 100);
    const run = new PhaseRun(shell);
    const body = `for i in $(seq 1 4); do echo "it's line $i"; done
until [ -e /tmp/cut ]; do sleep 0.05; done
for i in $(seq 5 15); do echo "it's line $i"; done; save_credential web key s3cr3t-value`;
    run.with({
      packageGroups: [{ name: 'base.apt', manager: 'apt', packages: ['tree'], optional: false }],
      scripts: [run.script('10-long.sh', body)],
    });
    const heard = new EventEmitter();
    run.onLine = ({ text }) => heard.emit(text);
    expect(await deployPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    const spoken = once(heard, "it's line 4");
    const finished = syncPhase.run(run.context());
    await spoken;
    await ssh.close();
    await shell.exec(['touch', '/tmp/cut']);

    const note = '1 package group installed; 1 script ran';
    expect(await finished).toEqual({ kind: 'completed', note });
    expect(run.lines.filter(({ step }) => step === '10-long.sh').map(({ text }) => text)).toEqual(
      Array.from({ length: 15 }, (_, i) => `it's line ${String(i + 1)}`),
    );
    expect(await discoverPhase.run(run.context())).toEqual({ kind: 'completed', note: '1 service' });
    expect(run.stored.get('container:c1 web/key')).toBe('s3cr3t-value');
  });
});
