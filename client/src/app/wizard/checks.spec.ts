import { checksOf } from './checks.js';
import { emptyDraft } from './wizard-draft.js';
import type { Inventory } from './wizard-model.js';
import { inventory, templates } from './wizard.fixture.js';

const node = inventory as Inventory;
const draft = { ...emptyDraft('key-12345678'), storage: 'local-zfs' };
const doubts = (change: Partial<typeof draft>, of = node) =>
  checksOf({ ...draft, ...change }, of, null, templates[0]!)
    .filter(({ verdict }) => verdict === 'doubtful')
    .map(({ text }) => text);

describe('The checks before deploying', () => {
  it('find nothing doubtful on a node with room', () => {
    expect(doubts({})).toEqual([]);
  });

  it('warn of a disk or memory that may not fit, and of what the node does not have', () => {
    expect(doubts({ storage: 'local', disk: 8 })).toEqual([
      'Only 4.0 GiB free on local; the disk may not fit.',
    ]);
    expect(doubts({ memory: 64 * 1024 })).toEqual(['Only 24.0 GiB of memory free on the node.']);
    expect(doubts({ storage: 'gone' })).toEqual(['The node has no storage named gone.']);
    expect(doubts({ osTemplate: 'plan9' })).toEqual(['The node’s catalogue knows no OS template plan9.']);
  });

  it('say why a node does not answer', () => {
    expect(checksOf(draft, undefined, 'refused', null)).toEqual([{ verdict: 'doubtful', text: 'refused' }]);
    expect(checksOf(draft, undefined, null, null)).toMatchObject([{ verdict: 'waiting' }]);
  });
});
