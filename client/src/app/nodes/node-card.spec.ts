import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { NodeCardFragment } from '../../../../schema/generated/nodes.js';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { NodeCard } from './node-card.js';

const node: NodeCardFragment = {
  id: 'n1',
  name: 'pve1',
  cluster: 'pve1',
  host: '192.0.2.1',
  port: 8006,
  lab: false,
  simulated: false,
  tlsFingerprint: 'AA',
  sshFingerprint: 'SHA256:x',
  addedAt: '2026-01-01T00:00:00.000Z',
};
const check = { key: 'k', code: null, field: null, remedy: null };
const report = {
  __typename: 'NodeReport',
  state: 'FAIL',
  checks: [
    { ...check, key: 'login', title: 'Login', state: 'PASS', detail: 'The token is accepted.' },
    {
      ...check,
      key: 'privilege',
      title: 'VM.Allocate',
      state: 'FAIL',
      detail: 'It is missing.',
      remedy: 'Run install-node.sh again.',
    },
  ],
};

const unreachable = { __typename: 'NodeUnreachable', message: 'Connection refused.', code: 'X' };

async function open(
  removal: unknown = { __typename: 'NodeRemoved', id: 'n1' },
  inventory: object = unreachable,
) {
  const api = new FakeApi({
    NodeLoad: () => ({ node: { id: 'n1', inventory } }),
    TestNode: () => ({ testNode: report }),
    RemoveNode: () => ({ removeNode: removal }),
  });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const fixture = TestBed.createComponent(NodeCard);
  fixture.componentRef.setInput('node', node);
  const page = new Page(fixture);
  await page.settle();
  return { api, page };
}

describe('A node', () => {
  it('says why it does not answer', async () => {
    const { page } = await open();
    expect(page.text).toContain('Connection refused.');
  });

  it('tells how much room it has', async () => {
    const gibibyte = 1024 ** 3;
    const { page } = await open(undefined, {
      __typename: 'NodeInventory',
      version: '9.1',
      ...{ cpuLoad: 0.25, cpus: 8, memoryUsed: 8 * gibibyte, memoryTotal: 32 * gibibyte },
      storages: [{ name: 'local-zfs', type: 'zfspool', free: 400 * gibibyte, total: 900 * gibibyte }],
    });
    expect(page.text).toContain('Processor 25 % of 8 cores');
    expect(page.text).toContain('Memory 24.0 GiB of 32.0 GiB free');
    expect(page.text).toContain('400 GiB of 900 GiB free');
  });

  it('is tested when somebody asks, and says what to do about each finding', async () => {
    const { api, page } = await open();
    expect(api.variablesOf('TestNode')).toBeUndefined();
    await page.click('node-test');
    expect(page.one('node-report').textContent).toContain('Run install-node.sh again.');
  });

  it('is removed only after a question that names it, and says what keeps it', async () => {
    const { api, page } = await open({ __typename: 'NodeInUse', containers: ['c1'] });
    await page.click('node-remove');
    expect(page.text).toContain('Forget pve1 and its credentials?');
    expect(api.variablesOf('RemoveNode')).toBeUndefined();
    await page.click('confirm-yes');
    expect(page.text).toContain('A run is going on there.');
  });
});
