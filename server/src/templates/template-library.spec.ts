import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore } from '../event-store/blobs.js';
import { CommandHandling } from '../event-store/command-handling.js';
import type { Appended, ExpectedRevision, NewEvent, RecordedEvent } from '../event-store/event-store.js';
import { EventStore, WrongRevision } from '../event-store/event-store.js';
import { builtInTemplates } from './template-folders.js';
import { TemplateLibrary } from './template-library.js';

/** Streams in memory that keep to expected revisions; of the store nothing else matters here. */
class Streams extends EventStore {
  readonly streams = new Map<string, RecordedEvent[]>();

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const recorded = this.streams.get(stream) ?? [];
    const revision = BigInt(recorded.length) - 1n;
    if (expected !== 'any' && (expected === 'no_stream' ? -1n : expected) !== revision) {
      return Promise.reject(new WrongRevision(stream, expected, revision < 0n ? null : revision));
    }
    const added = events.map((event, index) => {
      const at = revision + BigInt(index) + 1n;
      return { ...event, stream, revision: at, position: at };
    });
    this.streams.set(stream, [...recorded, ...added]);
    const last = revision + BigInt(added.length);
    return Promise.resolve({ revision: last, position: last });
  }

  async *read(stream: string): AsyncIterable<RecordedEvent> {
    await Promise.resolve();
    yield* this.streams.get(stream) ?? [];
  }

  subscribeToAll(): never {
    throw new Error('not used');
  }
  tailPosition(): never {
    throw new Error('not used');
  }
  setStreamMetadata(): never {
    throw new Error('not used');
  }
  tombstone(): never {
    throw new Error('not used');
  }
}

describe('the template library', () => {
  const store = new Streams();
  const library = () => new TemplateLibrary(new CommandHandling(store), new BlobStore(store));
  const recorded = (id: string) => (store.streams.get(`template-${id}`) ?? []).map(({ type }) => type);

  it('records each template once, even if two processes start at the same time', async () => {
    await Promise.all([library().onModuleInit(), library().onModuleInit()]);
    await library().onModuleInit();

    expect(recorded('nginx')).toEqual(['TemplateRegistered']);
  });

  it('shows them by title, with bodies and without secrets of how they are stored', async () => {
    const loaded = library();
    await loaded.onModuleInit();

    expect(loaded.list().map(({ id }) => id)).toEqual(['debian-base', 'nginx', 'nodejs-app']);
    expect(loaded.get('nginx')).toMatchObject({
      revision: 1,
      osTemplate: 'debian-12-standard',
      packageGroups: [{ manager: 'APT' }, { name: 'web.apt', packages: ['nginx', 'openssl'] }],
    });
    expect(loaded.get('nginx')?.scripts[0]?.body).toContain('generate_password');
    expect(loaded.get('none')).toBeNull();
  });

  it('resolves a choice, with extra packages as groups of their own', async () => {
    const loaded = library();
    await loaded.onModuleInit();
    const choice = { templateId: 'nginx', packageGroups: ['web.apt'], scripts: null, extraPackages: [] };

    const extraPackages = [{ manager: 'APT', name: 'jq' } as const, { manager: 'APT', name: 'jq' } as const];
    expect(loaded.resolve({ ...choice, extraPackages })).toMatchObject({
      kind: 'resolved',
      resolved: {
        template: { id: 'nginx', revision: 1 },
        packageGroups: [{ name: 'web.apt' }, { name: 'extra.apt', packages: ['jq'], optional: false }],
        scripts: [{ name: '10-credential.sh' }, { name: '20-site.sh' }],
      },
    });
    expect(loaded.resolve({ ...choice, scripts: ['no.sh'] })).toMatchObject({
      kind: 'refused',
      problems: [{ field: 'scripts.0', code: 'SCRIPT.UNKNOWN' }],
    });
    expect(loaded.resolve({ ...choice, templateId: 'no' })).toMatchObject({
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

      expect(loaded.get('nginx')?.revision).toBe(2);
      expect(recorded('nginx')).toEqual(['TemplateRegistered', 'TemplateRevised']);
      expect(recorded('debian-base')).toEqual(['TemplateRegistered']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
