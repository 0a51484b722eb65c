import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { EditNode } from './edit-node.js';

const pinned = { tlsFingerprint: 'AA:BB', sshFingerprint: 'SHA256:xyz' };
const other = { tlsFingerprint: 'CC:DD', sshFingerprint: 'SHA256:new' };
const node = {
  ...{
    id: 'n1',
    name: 'pve1',
    cluster: 'home',
    lab: false,
    simulated: false,
    addedAt: '2026-01-01T00:00:00.000Z',
  },
  ...{ host: '192.0.2.1', port: 8006, sshHost: '192.0.2.1', sshPort: 22, sshUser: 'root', ...pinned },
  ...{ sshLogin: 'PRIVATE_KEY', tokenId: 'infrahaus@pve!infrahaus', apiUser: null },
};
const updated = { __typename: 'NodeUpdated', node };

async function open(
  update: (variables: Record<string, unknown>) => unknown = () => updated,
  presented = pinned,
) {
  const api = new FakeApi({
    EditedNode: () => ({ node }),
    ProbeNode: () => ({ probeNode: { __typename: 'NodeFingerprints', ...presented } }),
    UpdateNode: (variables) => ({ updateNode: update(variables) }),
  });
  TestBed.configureTestingModule({
    providers: [api.provider, provideRouter([{ path: '**', children: [] }])],
  });
  const fixture = TestBed.createComponent(EditNode);
  fixture.componentRef.setInput('id', 'n1');
  const page = new Page(fixture);
  await page.settle();
  return { api, page };
}
const sent = (api: FakeApi): unknown => api.variablesOf('UpdateNode')?.['input'];

describe('Editing a node', () => {
  it('sends nothing secret that was not typed, and asks nobody about an address that stays', async () => {
    const { api, page } = await open();
    await page.type('ssh-user', 'infrahaus');
    await page.click('save-node');
    expect(sent(api)).toEqual({
      ...{ host: '192.0.2.1', port: 8006, sshHost: '192.0.2.1', sshPort: 22, sshUser: 'infrahaus' },
      ...{ sshPassword: null, sshPrivateKey: null, tlsFingerprint: null, sshFingerprint: null },
    });
    expect(api.variablesOf('ProbeNode')).toBeUndefined();
    expect(TestBed.inject(Router).url).toBe('/nodes');
  });

  it('wants the secret of another token', async () => {
    const { api, page } = await open();
    await page.type('token-id', 'other@pve!second');
    await page.click('save-node');
    expect(page.text).toContain('Paste the secret that Proxmox VE showed with the token.');
    await page.type('token-secret', 'uuid');
    await page.click('save-node');
    expect(sent(api)).toMatchObject({ tokenId: 'other@pve!second', tokenSecret: 'uuid' });
  });

  it('has other fingerprints at a new address confirmed before anything is sent', async () => {
    const { api, page } = await open(() => updated, other);
    await page.type('node-host', '192.0.2.9');
    await page.click('save-node');
    expect(sent(api)).toBeUndefined();
    expect([...page.texts('tls-fingerprint'), ...page.texts('tls-before')]).toEqual([
      'CC:DD',
      'Before: AA:BB',
    ]);
    await page.click('confirm-fingerprints');
    expect(sent(api)).toMatchObject({ host: '192.0.2.9', sshHost: '192.0.2.9', ...other });
  });

  it('does not ask where the same node answers at a new address', async () => {
    const { api, page } = await open();
    await page.type('node-host', 'pve1.home.arpa');
    await page.click('save-node');
    expect(sent(api)).toMatchObject({ host: 'pve1.home.arpa', tlsFingerprint: null });
  });

  it('has a certificate confirmed that the server found changed', async () => {
    const changed = { __typename: 'FingerprintChanged', presented: other };
    const { api, page } = await open(({ input }) =>
      (input as { tlsFingerprint: string | null }).tlsFingerprint ? updated : changed,
    );
    await page.click('save-node');
    expect(page.texts('ssh-before')).toEqual(['Before: SHA256:xyz']);
    await page.click('fingerprints-differ');
    expect(page.all('save-node')).toHaveLength(1);
    await page.click('save-node');
    await page.click('confirm-fingerprints');
    expect(sent(api)).toMatchObject(other);
    expect(TestBed.inject(Router).url).toBe('/nodes');
  });

  it('keeps what was typed when the node refuses it, and says why', async () => {
    const { page } = await open(() => ({ __typename: 'NodeRefused', reasons: ['The token is refused.'] }));
    await page.type('token-secret', 'wrong');
    await page.click('save-node');
    expect(page.text).toContain('The token is refused.');
    expect((page.one('token-secret') as HTMLInputElement).value).toBe('wrong');
  });
});
