import { TestBed } from '@angular/core/testing';
import { DraftStore } from './draft-store.js';

/** A store as a freshly loaded page has it. */
function loadPage(): DraftStore {
  TestBed.resetTestingModule();
  return TestBed.inject(DraftStore);
}

describe('The wizard’s draft', () => {
  beforeEach(() => {
    sessionStorage.clear();
  });

  it('survives a reload of the page', () => {
    loadPage().patch({ hostname: 'web-1', vmid: 123, extraPackages: [{ manager: 'APT', name: 'htop' }] });
    expect(loadPage().draft()).toMatchObject({
      hostname: 'web-1',
      vmid: 123,
      extraPackages: [{ manager: 'APT', name: 'htop' }],
    });
  });

  it('keeps its idempotency key over a reload, so that deploying twice is harmless', () => {
    const store = loadPage();
    store.patch({ hostname: 'web-1' });
    const key = store.draft().idempotencyKey;
    expect(loadPage().draft().idempotencyKey).toBe(key);
  });

  it('never stores the password', () => {
    const store = loadPage();
    store.setPassword('correct horse battery');
    store.patch({ hostname: 'web-1' });
    expect(JSON.stringify(Object.entries(sessionStorage))).not.toContain('correct horse');
    expect(loadPage().password()).toBe('');
  });

  it('starts afresh with another key when cleared', () => {
    const store = loadPage();
    const before = store.draft().idempotencyKey;
    store.patch({ hostname: 'web-1' });
    store.setPassword('secret');
    store.clear();
    expect([store.draft().hostname, store.password()]).toEqual(['', '']);
    expect(store.draft().idempotencyKey).not.toBe(before);
  });

  it.each(['{', '[]', '"x"', '{"hostname":5}', 'null'])(
    'gives up a stored draft that it cannot read: %s',
    (text) => {
      sessionStorage.setItem('infrahaus.wizard-draft', text);
      expect(loadPage().draft().hostname).toBe('');
    },
  );
});
