import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabFaults } from '../../../lab/faults/faults-client.js';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { NodeDirectory } from '../../src/inventory/node-directory.js';
import { reportOn } from '../../src/inventory/node-report.js';
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
  let vault: Vault;

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 20, unauthorizedDelayMs: 10 });
    node = lab.description.nodes[0]!;
    store = await TestStore.start();
    vault = new Vault(store.events, masterKey(randomBytes(32)));
    await vault.unlock();
    directory = new NodeDirectory(new CommandHandling(store.events), vault);
  });

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

  const registered = async () => {
    const result = await directory.register(registration(), 'account:a');
    if (result.kind !== 'registered') throw new Error(result.reasons.join(' '));
    return result.node;
  };
  const report = async (id: string) => {
    const access = await directory.open(id);
    try {
      const checks = await reportOn((await directory.get(id))!, access);
      return Object.fromEntries(checks.map(({ key, state, code }) => [key, code ?? state]));
    } finally {
      await access.close();
    }
  };

  it('should change credentials after trying them, and forget the old ones', async () => {
    const before = await registered();
    const wrong = await directory.update(
      before.id,
      { login: { tokenId: 'a@pve!b', tokenSecret: 'x' } },
      'account:a',
    );
    expect(wrong).toMatchObject({ kind: 'refused' });
    expect(await directory.get(before.id)).toEqual(before);

    const login = { tokenId: node.tokenId, tokenSecret: node.tokenSecret };
    const result = await directory.update(before.id, { login, sshUser: node.sshUser }, 'account:a');
    expect(result).toMatchObject({ kind: 'registered', node: { id: before.id, addedAt: before.addedAt } });
    await expect(vault.read(before.login.secret)).rejects.toMatchObject({ name: 'SecretGone' });
    expect((await report(before.id))['login']).toBe('pass');
    expect(await directory.update('nobody', {}, 'account:a')).toEqual({ kind: 'not-found' });
    await directory.remove(before.id, 'account:a');
  });

  it('should refuse a changed fingerprint loudly, and take it only when a person confirms it', async () => {
    const { id, tlsFingerprint } = await registered();
    const other = tlsFingerprint.replace(/^../, (pair) => (pair === 'AA' ? 'BB' : 'AA'));
    const changed = await directory.update(id, { tlsFingerprint: other }, 'account:a');
    expect(changed).toMatchObject({
      kind: 'fingerprint-changed',
      confirmed: { tlsFingerprint: other },
      presented: { tlsFingerprint, sshFingerprint: node.sshFingerprint },
    });
    expect((await directory.get(id))?.tlsFingerprint).toBe(tlsFingerprint);
    const confirmed = await directory.update(id, { tlsFingerprint }, 'account:a');
    expect(confirmed.kind).toBe('registered');
    await directory.remove(id, 'account:a');
  });

  it('should report each thing about a node by itself', async () => {
    const { id } = await registered();
    expect(await report(id)).toMatchObject({
      ...{ reachable: 'pass', certificate: 'pass', login: 'pass', version: 'pass', name: 'pass' },
      ...{ 'host-key': 'pass', ssh: 'pass', answers: 'pass', pct: 'pass', rights: 'NODE.BROAD_RIGHTS' },
    });
    const faults = new LabFaults(lab.description.admin);
    await faults.set({ on: 'command', times: 0, effect: { kind: 'flood', lines: 2 } });
    expect(await report(id)).toMatchObject({ ssh: 'pass', answers: 'NODE.NOISE', pct: 'pass' });
    expect(await directory.update(id, { sshUser: node.sshUser }, 'account:a')).toMatchObject({
      ...{ kind: 'refused', reasons: [expect.stringMatching(/^Before each .* comes: noise .*~\/\.bashrc/)] },
    });
    await faults.reset();
    await lab.stop();
    try {
      expect(await report(id)).toEqual({ reachable: 'PROXMOX.UNREACHABLE', ssh: 'SSH.UNREACHABLE' });
    } finally {
      lab = await startLab({ dataDir, taskMs: 20, unauthorizedDelayMs: 10 });
    }
    await directory.remove(id, 'account:a');
  });
});
