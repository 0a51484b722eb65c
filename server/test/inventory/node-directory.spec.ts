import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { NodeDirectory } from '../../src/inventory/node-directory.js';
import type { NodeOpener } from '../../src/provisioning/ports.js';
import { masterKey } from '../../src/secrets/master-key.js';
import { Vault } from '../../src/secrets/vault.js';
import { TestStore } from '../http/test-store.js';

describe('the directory of nodes', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'node-directory-'));
  const signal = new AbortController().signal;
  let lab: Lab;
  let node: LabNode;
  let store: TestStore;
  let directory: NodeDirectory;

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 20, unauthorizedDelayMs: 10 });
    node = lab.description.nodes[0]!;
    store = await TestStore.start();
    const vault = new Vault(store.events, masterKey(randomBytes(32)));
    await vault.unlock();
    directory = new NodeDirectory(new CommandHandling(store.events), vault);
  }, 30_000);

  afterAll(async () => {
    await lab.stop();
    await store.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const registration = (change: object = {}) => ({
    ...{ host: node.host, port: node.apiPort, sshHost: node.host, sshPort: node.sshPort },
    ...{ tokenId: node.tokenId, tokenSecret: node.tokenSecret, sshUser: node.sshUser },
    sshCredential: { kind: 'password' as const, value: node.sshPassword },
    ...{ tlsFingerprint: node.tlsFingerprint, sshFingerprint: node.sshFingerprint },
    ...change,
  });

  it('should say what is wrong with a node before it remembers it', async () => {
    const wrong = { tokenSecret: 'wrong', sshCredential: { kind: 'password' as const, value: 'wrong' } };
    const result = await directory.register(registration(wrong), 'account:a');
    expect(result).toMatchObject({ kind: 'refused' });
    expect(result.kind === 'refused' && result.reasons).toHaveLength(2);
    expect(await directory.list()).toEqual([]);
  });

  it('should remember a node once, without its secrets, and open it for a run', async () => {
    const result = await directory.register(registration(), 'account:a');
    if (result.kind !== 'registered') throw new Error(result.reasons.join(' '));
    expect(result.node).toMatchObject({ name: node.name, lab: true });
    expect(JSON.stringify(await directory.list())).not.toContain(node.tokenSecret);
    expect(await directory.register(registration(), 'account:a')).toMatchObject({ kind: 'refused' });

    const opener: NodeOpener = directory;
    const access = await opener.open(result.node.id, signal);
    try {
      expect(access).toMatchObject({ name: node.name, lab: true });
      expect((await access.api.version()).repoid).toBe('infrahaus-lab');
      // The shell got as far as pct, which says that there is no such container.
      expect((await access.container(999).exec(['true'])).exitCode).not.toBe(0);
    } finally {
      await access.close();
    }
    await directory.remove(result.node.id, 'account:a');
    await expect(opener.open(result.node.id, signal)).rejects.toThrow(/not registered any more/);
  });
});
