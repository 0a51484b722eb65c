import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { AddNode } from './add-node.js';

const fingerprints = {
  __typename: 'NodeFingerprints',
  tlsFingerprint: 'AA:BB',
  sshFingerprint: 'SHA256:xyz',
};

const added = { __typename: 'NodeAdded', node: { id: 'n1', name: 'pve1' } };
const member = { online: true, address: '192.0.2.2', registeredAs: null };

async function open(probe: unknown = fingerprints, add: unknown = added, members: unknown[] = []) {
  const api = new FakeApi({
    ProbeNode: () => ({ probeNode: probe }),
    AddNode: () => ({ addNode: add }),
    ClusterMembers: () => ({ clusterMembers: { __typename: 'ClusterMembers', cluster: 'home', members } }),
    NodeScripts: () => ({ nodeScripts: { install: '#!/bin/sh\npveum role add', uninstall: '#!/bin/sh' } }),
  });
  TestBed.configureTestingModule({
    providers: [api.provider, provideRouter([{ path: '**', children: [] }])],
  });
  const page = new Page(TestBed.createComponent(AddNode));
  await page.settle();
  return { api, page };
}
async function confirmed(add?: unknown, members?: unknown[]) {
  const opened = await open(fingerprints, add, members);
  await opened.page.type('node-host', 'pve1.home.arpa');
  await opened.page.click('probe');
  await opened.page.click('confirm-fingerprints');
  await opened.page.type('token-id', 'infrahaus@pve!infrahaus');
  await opened.page.type('token-secret', 'uuid');
  await opened.page.choose('ssh-by', 'password');
  await opened.page.type('ssh-password', 'hunter2');
  return opened;
}

describe('Adding a node', () => {
  it('shows both fingerprints before it asks for any credential', async () => {
    const { api, page } = await open();
    await page.type('node-host', 'pve1.home.arpa');
    await page.click('probe');
    expect(api.variablesOf('ProbeNode')).toEqual({
      input: { host: 'pve1.home.arpa', port: 8006, sshHost: null, sshPort: 22 },
    });
    expect([...page.texts('tls-fingerprint'), ...page.texts('ssh-fingerprint')]).toEqual([
      'AA:BB',
      'SHA256:xyz',
    ]);
    expect(page.all('token-secret')).toEqual([]);
  });

  it('registers with the fingerprints that were confirmed', async () => {
    const { api, page } = await confirmed();
    await page.click('register-node');
    expect(api.variablesOf('AddNode')?.['input']).toMatchObject({
      tlsFingerprint: 'AA:BB',
      sshFingerprint: 'SHA256:xyz',
      tokenId: 'infrahaus@pve!infrahaus',
      sshPassword: 'hunter2',
      sshPrivateKey: null,
    });
    expect(TestBed.inject(Router).url).toBe('/nodes');
  });

  it('registers with a user and password where there is no token', async () => {
    const { api, page } = await confirmed();
    await page.choose('login-by', 'password');
    await page.type('api-password', 'proxmox');
    await page.click('register-node');
    const input = api.variablesOf('AddNode')?.['input'] as Record<string, unknown>;
    expect(input).toMatchObject({ apiUser: 'root@pam', apiPassword: 'proxmox' });
    expect(input).not.toHaveProperty('tokenSecret');
  });

  it('offers the other nodes of the cluster next, with what was typed, and their own fingerprints to confirm', async () => {
    const { page } = await confirmed(added, [
      { ...member, name: 'pve1', registeredAs: 'n1' },
      { ...member, name: 'pve2' },
    ]);
    await page.click('register-node');
    expect(page.texts('cluster-member')).toEqual(['pve2 192.0.2.2 Register']);
    await page.click('register-member');
    expect((page.one('node-host') as HTMLInputElement).value).toBe('192.0.2.2');
    await page.click('probe');
    expect(page.texts('tls-fingerprint')).toEqual(['AA:BB']);
    await page.click('confirm-fingerprints');
    expect((page.one('token-id') as HTMLInputElement).value).toBe('infrahaus@pve!infrahaus');
  });

  it('shows the script that makes the rights, to read and to copy', async () => {
    const { page } = await confirmed();
    expect(page.text).toContain('pveum role add');
  });

  it('lists everything that has to be put right', async () => {
    const { page } = await confirmed({
      __typename: 'NodeRefused',
      reasons: ['VM.Allocate is missing.', 'SSH: no.'],
    });
    await page.click('register-node');
    expect(page.text).toContain('VM.Allocate is missing. SSH: no.');
  });

  it('asks nobody about an address that is none', async () => {
    const { api, page } = await open();
    await page.type('node-host', 'https://pve1:8006');
    await page.click('probe');
    expect(page.text).toContain('without https:// and port');
    expect(api.asked).toEqual([]);
  });

  it('says why a node could not be reached', async () => {
    const { page } = await open({ __typename: 'NodeUnreachable', message: 'Connection refused.', code: 'X' });
    await page.type('node-host', 'pve1');
    await page.click('probe');
    expect(page.text).toContain('Connection refused.');
  });
});
