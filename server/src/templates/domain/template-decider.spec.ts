import type { TemplateEvent } from './template-decider.js';
import { latest, templateDecider } from './template-decider.js';
import type { RecordedTemplate } from './template.js';

const content = (title: string): RecordedTemplate => ({
  ...{ title, description: '', tags: [], osTemplate: 'debian-12-standard' },
  defaults: { cores: 1, memory: 512, disk: 8, unprivileged: true, nesting: false, keyctl: false, fuse: false },
  ...{ packageGroups: [], scripts: [], files: [] },
});
const given = (...events: TemplateEvent[]) =>
  events.reduce(
    (state, event) => templateDecider.evolve(state, event, { at: '2026-01-01T00:00:00.000Z' }),
    templateDecider.initialState,
  );
const created = (hash = 'a'): TemplateEvent => ({
  type: 'TemplateCreated',
  data: { template: 't', revision: 1, contentHash: hash, content: content('One'), origin: null },
});
const builtIn: TemplateEvent = {
  type: 'TemplateRegistered',
  data: { template: 't', revision: 1, contentHash: 'a', content: content('One') },
};
const archived: TemplateEvent = { type: 'TemplateArchived', data: { template: 't' } };
const revise = (expectedRevision: number, contentHash: string) =>
  ({ type: 'ReviseTemplate', expectedRevision, contentHash, content: content('Two') }) as const;
const create = (contentHash: string) =>
  ({ type: 'CreateTemplate', template: 't', contentHash, content: content('One'), origin: null }) as const;
const refused = (rejection: string) => ({ kind: 'rejected', rejection });

describe('a template', () => {
  it('is made once, however often the request comes', () => {
    expect(templateDecider.decide(create('a'), null)).toEqual({ kind: 'accepted', events: [created()] });
    expect(templateDecider.decide(create('a'), given(created()))).toEqual({ kind: 'accepted', events: [] });
    expect(templateDecider.decide(create('b'), given(created()))).toEqual(refused('TEMPLATE.KEY_USED'));
  });

  it('grows by revisions, each of which stays', () => {
    const decision = templateDecider.decide(revise(1, 'b'), given(created()));
    expect(decision).toMatchObject({ events: [{ type: 'TemplateRevised', data: { revision: 2 } }] });

    const events = decision.kind === 'accepted' ? decision.events : [];
    const state = given(created(), ...events)!;
    expect(state.revisions.map((past) => past.content.title)).toEqual(['One', 'Two']);
    expect(latest(state).revision).toBe(2);
  });

  it('makes no revision of what is there already, even if the answer to the first attempt was lost', () => {
    const again = templateDecider.decide(revise(7, 'a'), given(created()));
    expect(again).toEqual({ kind: 'accepted', events: [] });
  });

  it.each([
    ['that nobody made', null, 'TEMPLATE.NOT_FOUND'],
    ['that comes with the application', given(builtIn), 'TEMPLATE.READ_ONLY'],
    ['that was archived', given(created(), archived), 'TEMPLATE.ARCHIVED'],
    ['that somebody else has changed', given(created('other')), 'TEMPLATE.CHANGED'],
  ])('is not changed if it is one %s', (_, state, rejection) => {
    const expected = rejection === 'TEMPLATE.CHANGED' ? 2 : 1;
    expect(templateDecider.decide(revise(expected, 'b'), state)).toEqual(refused(rejection));
  });

  it('is archived once, unless it comes with the application', () => {
    const archive = { type: 'ArchiveTemplate' } as const;
    expect(templateDecider.decide(archive, given(created()))).toEqual({ kind: 'accepted', events: [archived] });
    expect(templateDecider.decide(archive, given(created(), archived))).toEqual({ kind: 'accepted', events: [] });
    expect(templateDecider.decide(archive, given(builtIn))).toEqual(refused('TEMPLATE.READ_ONLY'));
  });

  it('comes back from the archive once, as it was', () => {
    const restore = { type: 'RestoreTemplate' } as const;
    const restored = { type: 'TemplateRestored', data: archived.data } as const;
    expect(templateDecider.decide(restore, given(created(), archived))).toEqual({ kind: 'accepted', events: [restored] });
    expect(templateDecider.decide(restore, given(created(), archived, restored))).toEqual({ kind: 'accepted', events: [] });
    expect(given(created(), archived, restored)).toEqual(given(created()));
    expect(templateDecider.decide(restore, null)).toEqual(refused('TEMPLATE.NOT_FOUND'));
  });

  it('of the first version has what was not known then', () => {
    const old = {
      ...content('Old'),
      defaults: { cores: 1, memory: 512, disk: 8, unprivileged: true, nesting: true },
      packageGroups: [{ name: 'a.apt', manager: 'apt', packages: ['jq'], optional: false }],
      files: [{ path: '/a', policy: 'default', mode: null, blob: 'x', size: 1 }],
    } as unknown as RecordedTemplate;
    const state = given({ ...builtIn, data: { ...builtIn.data, content: old } })!;
    expect(latest(state).content).toMatchObject({
      defaults: { nesting: true, keyctl: false, fuse: false },
      packageGroups: [{ enabled: true }],
      files: [{ owner: null }],
    });
  });
});
