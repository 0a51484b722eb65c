import { TestBed } from '@angular/core/testing';
import { NodePresets } from './node-presets.js';
import { EMPTY_CARD, emptyDraft } from './wizard-draft.js';

const draft = {
  ...emptyDraft('key-12345678'),
  nodeId: 'n1',
  storage: 'zfs',
  networks: [{ ...EMPTY_CARD, bridge: 'vmbr1', vlan: 7, address: '10.1.2.3/24' }] as const,
  sshKeys: 'ssh-ed25519 AAAA me',
};

/** As a freshly loaded page has it. */
function presets(): NodePresets {
  TestBed.resetTestingModule();
  return TestBed.inject(NodePresets);
}

describe('What was used last', () => {
  beforeEach(() => {
    localStorage.clear();
  });

  it('is remembered per node over a reload', () => {
    presets().remember(draft);
    presets().remember({ ...draft, nodeId: 'n2', storage: 'ceph' });
    expect(presets().of('n1')).toMatchObject({ storage: 'zfs', bridge: 'vmbr1', vlan: 7 });
    expect(presets().of('n2')).toMatchObject({ storage: 'ceph' });
    expect([presets().lastNode(), presets().sshKeys()]).toEqual(['n2', 'ssh-ed25519 AAAA me']);
  });

  it('does not hold host names, addresses or passwords', () => {
    presets().remember({ ...draft, hostname: 'secret-host' });
    expect(JSON.stringify(Object.entries(localStorage))).not.toMatch(/secret-host|10\.1\.2\.3/);
  });

  it.each(['{', '[]', '"x"', '{"nodes":{"n1":5}}', 'null'])('is nothing where %s was stored', (text) => {
    localStorage.setItem('infrahaus.wizard-presets', text);
    expect([presets().lastNode(), presets().of('n1').storage ?? '']).toEqual(['', '']);
  });
});
