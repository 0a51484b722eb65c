import { randomBytes } from 'node:crypto';
import { pveVersion } from '../../../lab/cluster/pve-version.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { NodeDirectory } from '../../src/inventory/node-directory.js';
import { reportOn } from '../../src/inventory/node-report.js';
import { nodeScripts } from '../../src/inventory/node-scripts.js';
import { masterKey } from '../../src/secrets/master-key.js';
import { Vault } from '../../src/secrets/vault.js';
import { grantsOf } from '../inventory/install-script.js';
import { RealRuns } from '../provisioning/real-run.js';

const INSTALLATION = '0f3c2a51-7b6e-4d0e-9a55-3f1f2b7c9d10';

describe('Proxmox VE 8.4, with just the rights that install-node.sh gives', () => {
  let runs: RealRuns;
  let token: { readonly tokenId: string; readonly tokenSecret: string };

  beforeAll(async () => {
    runs = await RealRuns.start(pveVersion('8.4')?.version);
    const script = (await nodeScripts(INSTALLATION)).install;
    token = await runs.faults.giveToken('infrahaus@pve!least', grantsOf(script));
  });
  afterAll(() => runs.stop());

  it('should be registered, and have nothing wrong in its test', async () => {
    const vault = new Vault(runs.harness.store, masterKey(randomBytes(32)));
    await vault.unlock();
    const directory = new NodeDirectory(new CommandHandling(runs.harness.store), vault);
    const [lab] = runs.nodes;
    if (!lab) throw new Error('The lab has no node.');
    const { host, apiPort: port, sshPort, sshUser, tlsFingerprint, sshFingerprint } = lab;
    const result = await directory.register(
      {
        ...{ host, port, sshHost: host, sshPort, sshUser, tlsFingerprint, sshFingerprint, ...token },
        sshCredential: { kind: 'password', value: lab.sshPassword },
      },
      'account:a',
    );
    if (result.kind !== 'registered') throw new Error(result.reasons.join(' '));
    const access = await directory.open(result.node.id);
    try {
      const checks = await reportOn(result.node, access);
      expect(checks.filter(({ state }) => state === 'fail')).toEqual([]);
      expect(checks).toContainEqual(
        expect.objectContaining({ key: 'version', state: 'pass', detail: 'Proxmox VE 8.4.14.' }),
      );
      expect(checks).toContainEqual(expect.objectContaining({ key: 'privileges', state: 'pass' }));
    } finally {
      await access.close();
    }
  });

  it('should bring a container through all phases', async () => {
    runs.token = token;
    const [node] = runs.nodes;
    if (!node) throw new Error('The lab has no node.');
    const container = await runs.request(node);
    const parts = await runs.parts();
    await runs.execute(parts, container);
    await parts.worker.stop();
    const state = await runs.state(container);
    expect(state.state).toBe('ready');
    expect(await runs.outside(container)).toEqual({ containers: 1, effects: 1 });
  });
});
