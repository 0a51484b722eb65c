import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StreamsInMemory } from '../../test/event-store/streams-in-memory.js';
import { BlobStore } from '../event-store/blobs.js';
import { CommandHandling } from '../event-store/command-handling.js';
import { latest } from './domain/template-decider.js';
import { TemplateBodies } from './template-bodies.js';
import { builtInTemplates } from './template-folders.js';
import { TemplateLibrary } from './template-library.js';
import { Titles } from './titles.js';

describe('the template library', () => {
  const store = new StreamsInMemory();
  const handling = new CommandHandling(store);
  const library = () =>
    new TemplateLibrary(handling, new TemplateBodies(new BlobStore(store)), new Titles(handling));
  const recorded = (id: string) => (store.streams.get(`template-${id}`) ?? []).map(({ type }) => type);

  it('records each template once, even if two processes start at the same time', async () => {
    await Promise.all([library().onModuleInit(), library().onModuleInit()]);
    await library().onModuleInit();

    expect(recorded('nginx')).toEqual(['TemplateRegistered']);
  });

  it('knows each by its id and revision', async () => {
    const loaded = library();

    const found = await loaded.revision('nginx', 1);
    expect(found?.template).toMatchObject({ id: 'nginx', builtIn: true, archived: false });
    expect(found?.shown.content).toMatchObject({
      osTemplate: 'debian-12-standard',
      packageGroups: [{ manager: 'apt' }, { name: 'web.apt', packages: ['nginx', 'openssl'] }],
    });
    expect(await loaded.revision('nginx', 9)).toBeNull();
    expect(await loaded.get('none')).toBeNull();
  });

  it('resolves a choice, with extra packages as groups of their own', async () => {
    const loaded = library();
    const choice = { templateId: 'nginx', packageGroups: ['web.apt'], scripts: null, extraPackages: [] };

    const extraPackages = [{ manager: 'APT', name: 'jq' } as const, { manager: 'APT', name: 'jq' } as const];
    expect(await loaded.resolve({ ...choice, extraPackages })).toMatchObject({
      kind: 'resolved',
      resolved: {
        template: { id: 'nginx', revision: 1 },
        packageGroups: [{ name: 'web.apt' }, { name: 'extra.apt', packages: ['jq'], optional: false }],
        scripts: [{ name: '10-credential.sh' }, { name: '20-site.sh' }],
      },
    });
    expect(await loaded.resolve({ ...choice, scripts: ['no.sh'] })).toMatchObject({
      kind: 'refused',
      problems: [{ field: 'scripts.0', code: 'SCRIPT.UNKNOWN' }],
    });
    expect(await loaded.resolve({ ...choice, templateId: 'no' })).toMatchObject({
      problems: [{ code: 'TEMPLATE.UNKNOWN' }],
    });
  });

  it('makes a revision of a template that changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'infrahaus-templates-'));
    try {
      cpSync(builtInTemplates(), folder, { recursive: true });
      writeFileSync(join(folder, 'nginx/container-configs/packages/more.apt'), 'jq\n');
      const loaded = library();
      await loaded.load(folder);

      expect(latest((await loaded.get('nginx'))!).revision).toBe(2);
      expect(recorded('nginx')).toEqual(['TemplateRegistered', 'TemplateRevised']);
      expect(recorded('debian-base')).toEqual(['TemplateRegistered']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
