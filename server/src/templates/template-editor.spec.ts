import { StreamsInMemory } from '../../test/event-store/streams-in-memory.js';
import { BlobStore } from '../event-store/blobs.js';
import { CommandHandling } from '../event-store/command-handling.js';
import { latest } from './domain/template-decider.js';
import type { TemplateContent } from './domain/template.js';
import { TemplateBodies } from './template-bodies.js';
import type { EditResult, Maker } from './template-editor.js';
import { TemplateEditor } from './template-editor.js';
import { TemplateLibrary } from './template-library.js';
import { Titles } from './titles.js';

const template = (title: string, body = 'echo hello\n'): TemplateContent => ({
  ...{ title, description: '', tags: [], osTemplate: 'debian-12-standard' },
  defaults: { cores: 1, memory: 512, disk: 8, unprivileged: true, nesting: false, keyctl: false, fuse: false },
  packageGroups: [],
  scripts: [
    { name: 'a.sh', summary: '', body, enabled: true, optional: false, idempotent: false, timeoutSeconds: 60 },
  ],
  files: [],
});
const by = (idempotencyKey: string): Maker => ({ actor: 'account:a', accountId: 'a', idempotencyKey });
const saved = (result: EditResult) => {
  if (result.kind === 'refused') throw new Error(result.code);
  return result.template;
};

describe('the editor of templates', () => {
  let store: StreamsInMemory;
  let library: TemplateLibrary;
  let editor: TemplateEditor;
  let titles: Titles;
  beforeEach(async () => {
    store = new StreamsInMemory();
    const handling = new CommandHandling(store);
    const bodies = new TemplateBodies(new BlobStore(store));
    titles = new Titles(handling);
    library = new TemplateLibrary(handling, bodies, titles);
    editor = new TemplateEditor(handling, bodies, titles, library);
    await library.onModuleInit();
  });

  it('makes the same template for the same key, and another for another', async () => {
    const { id } = saved(await editor.create(template('Mine'), by('key-1')));
    expect(saved(await editor.create(template('Mine'), by('key-1'))).id).toBe(id);
    expect(await editor.create(template('Other'), by('key-1'))).toMatchObject({ code: 'TEMPLATE.KEY_USED' });
    expect(saved(await editor.create(template('Other'), by('key-2'))).id).not.toBe(id);
  });

  it('keeps bodies out of the events', async () => {
    const { id } = saved(await editor.create(template('Mine', 'echo TOKEN-1234\n'), by('key-1')));
    const events = store.streams.get(`template-${id}`)!.map(({ data }) => JSON.stringify(data));
    expect(events.join()).not.toContain('TOKEN-1234');
  });

  it.each(['Mine', 'mine', '  Mine ', 'MINE'])('takes a title once: %j is Mine', async (title) => {
    await editor.create(template('Mine'), by('key-1'));
    expect(await editor.create(template(title), by('key-2'))).toMatchObject({ code: 'TEMPLATE.TITLE_TAKEN' });
  });

  it('lets one of two have a title that both want at once', async () => {
    const results = await Promise.all(['key-1', 'key-2'].map((key) => editor.create(template('Mine'), by(key))));
    expect(results.map(({ kind }) => kind).sort()).toEqual(['refused', 'saved']);
  });

  it('gives a title free when its template is renamed or archived', async () => {
    const { id } = saved(await editor.create(template('Mine'), by('key-1')));
    expect(latest(saved(await editor.revise(id, 1, template('Yours'), 'account:a'))).revision).toBe(2);
    saved(await editor.create(template('Mine'), by('key-2')));
    saved(await editor.archive(id, 'account:a'));
    saved(await editor.create(template('Yours'), by('key-3')));
  });

  it('keeps the title of a template whose change was refused', async () => {
    const { id } = saved(await editor.create(template('Mine'), by('key-1')));
    expect(await editor.revise(id, 9, template('New'), 'account:a')).toMatchObject({ code: 'TEMPLATE.CHANGED' });
    expect(await editor.create(template('Mine'), by('key-2'))).toMatchObject({ code: 'TEMPLATE.TITLE_TAKEN' });
    saved(await editor.create(template('New'), by('key-3')));
  });

  it('takes a title over whose template was never made, but not at once', async () => {
    await titles.reserve('templateTitle', 'Mine', 'dead', 'account:a', () => Promise.resolve(null));
    expect(await editor.create(template('Mine'), by('key-1'))).toMatchObject({ code: 'TEMPLATE.TITLE_TAKEN' });

    const [stream, events] = [...store.streams].find(([name]) => name.startsWith('templateTitle-') && store.streams.get(name)!.some(({ data }) => (data as { owner: string }).owner === 'dead'))!; // prettier-ignore
    const before = new Date(Date.now() - 3_600_000).toISOString();
    store.streams.set(
      stream,
      events.map((event) => ({ ...event, metadata: { ...event.metadata, at: before } })),
    );
    saved(await editor.create(template('Mine'), by('key-1')));
  });

  it('copies a built-in template, which itself cannot be changed', async () => {
    expect(await editor.revise('nginx', 1, template('Mine'), 'account:a')).toMatchObject({ code: 'TEMPLATE.READ_ONLY' });
    expect(await editor.archive('nginx', 'account:a')).toMatchObject({ code: 'TEMPLATE.READ_ONLY' });

    const copy = saved(await editor.copy('nginx', 'My nginx', by('key-1')));
    expect(copy).toMatchObject({ builtIn: false, origin: expect.stringContaining('copy of') as string });
    expect(latest(copy).content.scripts).toEqual(latest((await library.get('nginx'))!).content.scripts);
    const { title } = latest((await library.get('nginx'))!).content;
    expect(await editor.copy('nginx', title, by('key-9'))).toMatchObject({ code: 'TEMPLATE.TITLE_TAKEN' });
    expect(await editor.copy('none', 'x', by('key-2'))).toMatchObject({ code: 'TEMPLATE.NOT_FOUND' });
  });

  it('does not let containers be made from an archived template, but keeps its revisions', async () => {
    const { id } = saved(await editor.create(template('Mine'), by('key-1')));
    saved(await editor.archive(id, 'account:a'));
    const choice = { templateId: id, packageGroups: null, scripts: null, extraPackages: [] };
    expect(await library.resolve(choice)).toMatchObject({ kind: 'refused' });
    expect((await library.revision(id, 1))?.shown.content.title).toBe('Mine');
  });
});
