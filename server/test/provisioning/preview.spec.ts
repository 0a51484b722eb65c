import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { Installation } from '../../src/event-store/installation.js';
import { NodeDirectory } from '../../src/inventory/node-directory.js';
import { createPhase } from '../../src/provisioning/phases/create.phase.js';
import { ProvisioningPreview } from '../../src/provisioning/preview/provisioning-preview.js';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import { masterKey } from '../../src/secrets/master-key.js';
import { Vault } from '../../src/secrets/vault.js';
import { SshConnection } from '../../src/ssh/ssh-connection.js';
import { TestStore } from '../http/test-store.js';
import { RememberedRun } from './phases/phase-context.js';
import { SPEC } from './provisioning-harness.js';

describe('looking at a run before it begins', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'preview-'));
  let lab: Lab;
  let node: LabNode;
  let store: TestStore;
  let directory: NodeDirectory;
  let preview: ProvisioningPreview;
  let nodeId: string;

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 20, unauthorizedDelayMs: 10 });
    node = lab.description.nodes[0]!;
    store = await TestStore.start();
    const vault = new Vault(store.events, masterKey(randomBytes(32)));
    await vault.unlock();
    directory = new NodeDirectory(new CommandHandling(store.events), vault);
    const registered = await directory.register(
      {
        ...{ host: node.host, port: node.apiPort, sshHost: node.host, sshPort: node.sshPort },
        ...{ tokenId: node.tokenId, tokenSecret: node.tokenSecret, sshUser: node.sshUser },
        sshCredential: { kind: 'password', value: node.sshPassword },
        ...{ tlsFingerprint: node.tlsFingerprint, sshFingerprint: node.sshFingerprint },
      },
      'account:a',
    );
    if (registered.kind !== 'registered') throw new Error(registered.reasons.join(' '));
    nodeId = registered.node.id;
    preview = new ProvisioningPreview(directory, new Installation('i1'));
  });

  afterAll(async () => {
    await lab.stop();
    await store.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const spec = (change: object = {}) => ({ ...SPEC, nodeId, storage: 'local-lvm', ...change });

  it('should check all of it on the node itself, and change nothing there', async () => {
    const checks = await preview.preflight(spec());
    expect(checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(checks.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['node', 'privileges', 'vmid', 'os-template', 'storage:local-lvm', 'ssh']),
    );
    const wrong = await preview.preflight(spec({ storage: 'nowhere', disk: 1 }));
    expect(wrong.find(({ key }) => key === 'storage:nowhere')).toMatchObject({
      state: 'fail',
      field: 'storage',
    });
  });

  it('should tell a node whose SSH is refused from one that is away', async () => {
    await lab.stop();
    try {
      const checks = await preview.preflight(spec());
      expect(checks.map(({ key, state, code }) => [key, state, code])).toEqual([
        ['node', 'fail', 'PROXMOX.UNREACHABLE'],
        ['ssh', 'fail', 'SSH.UNREACHABLE'],
      ]);
      const [create] = await preview.plan(spec());
      expect(create?.actions.at(-1)?.text).toContain('--vmid <VMID>');
    } finally {
      lab = await startLab({ dataDir, taskMs: 20, unauthorizedDelayMs: 10 });
    }
  });

  it('should plan the very calls that the run then makes, with the password masked', async () => {
    const wanted = {
      ...{ rootPasswordSecret: 'secret-1', osTemplate: 'alpine-3.22-default', tags: ['a', 'b'] },
      features: { keyctl: true, fuse: false, mknod: false },
    };
    const [create] = await preview.plan(spec(wanted));
    const planned = create!.actions.map(({ text }) => text);
    expect(JSON.stringify(planned)).toContain('--password ••••••••');

    const api = new ProxmoxClient({ ...node, port: node.apiPort }, node.name);
    const ssh = new SshConnection({
      ...{ host: node.host, port: node.sshPort, user: node.sshUser, hostKeyFingerprint: node.sshFingerprint },
      credential: { kind: 'password', value: node.sshPassword },
    });
    try {
      const run = new RememberedRun('<container>', api, ssh, { ...wanted, nodeId });
      const made: string[] = [];
      const words = (parameters: Readonly<Record<string, string | number | undefined>>) =>
        Object.values(parameters).filter((value) => value !== undefined && value !== 'root-passw0rd');
      const outcome = await createPhase.run(
        run.context({
          createContainer: (parameters) => {
            made.push(...words(parameters).map(String));
            return api.createContainer(parameters);
          },
        }),
      );
      expect(outcome).toMatchObject({ kind: 'completed' });
      const [download, post, set] = planned;
      expect(download).toContain('/aplinfo --storage local --template alpine-3.22-default');
      for (const value of made) expect(post!.replaceAll("'", '')).toContain(value.replaceAll("'", ''));
      const { vmid } = run.context().facts();
      expect(set).toBe(`pct set ${String(vmid)} --features keyctl=1,nesting=1`);
      expect((await api.containerConfig(vmid!))['features']).toBe('keyctl=1,nesting=1');
      expect(run.types()).toContain('StepCompleted');
    } finally {
      api.close();
      await ssh.close();
    }
  });

  it('should plan every phase, each with something to read', async () => {
    const plan = await preview.plan(
      spec({
        packageGroups: [
          { name: 'base.apt', manager: 'apt', packages: ['curl', 'nginx=1.2'], optional: false },
        ],
        scripts: [
          { name: '10-a.sh', blob: 'a'.repeat(64), optional: true, idempotent: false, timeoutSeconds: 60 },
        ],
        files: [{ path: '/etc/motd', policy: 'backup', blob: 'b'.repeat(64), mode: '600' }],
      }),
    );
    expect(plan.map(({ key }) => key)).toEqual(['create', 'start', 'deploy', 'sync', 'discover']);
    const text = plan.flatMap(({ actions }) => actions).map(({ text: line }) => line);
    expect(text).toContain('/etc/motd');
    expect(
      text.some((line) => line.includes('supervise.sh start <execution>') && line.endsWith('curl nginx=1.2')),
    ).toBe(true);
    expect(plan.every(({ actions }) => actions.length > 0)).toBe(true);
  });
});
