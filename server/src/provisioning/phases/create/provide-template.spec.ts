import type { PhaseContext } from '../phase.js';
import { provideTemplate } from './provide-template.js';

/** A node without templates, on which each download ends with the next of the given statuses. */
function contextWith(statuses: string[]): { context: PhaseContext; downloads: () => number } {
  let downloads = 0;
  const storage = {
    name: 'local',
    type: 'dir',
    holdsContainers: false,
    holdsTemplates: true,
    free: 9,
    total: 9,
  };
  const api = {
    storages: () => Promise.resolve([storage]),
    templateVolumes: () => Promise.resolve([]),
    catalogue: () => Promise.resolve([{ template: 'debian-12-standard_1.tar.zst', headline: '' }]),
    downloadTemplate: () => Promise.resolve(`UPID:${String(++downloads)}`),
    taskStatus: () => Promise.resolve({ running: false, exitStatus: statuses.shift() ?? 'OK' }),
    taskLog: () => Promise.resolve([]),
  };
  const context = {
    spec: { osTemplate: 'debian-12-standard' },
    node: { api },
    facts: () => ({ tasks: {}, offset: () => 0 }),
    report: { fact: () => Promise.resolve(), line: () => undefined, ready: () => Promise.resolve() },
    signal: AbortSignal.timeout(5_000),
  };
  return { context: context as unknown as PhaseContext, downloads: () => downloads };
}

describe('the download of an OS template', () => {
  it.each(['wrong checksum: abc != def', 'downloaded file has a size mismatch', 'file is incomplete'])(
    'should be made again after "%s", and only once',
    async (status) => {
      const broken = contextWith([status]);
      expect(await provideTemplate(broken.context)).toBe('local:vztmpl/debian-12-standard_1.tar.zst');
      expect(broken.downloads()).toBe(2);
      const hopeless = contextWith([status, status, status]);
      expect(await provideTemplate(hopeless.context)).toMatchObject({
        failure: { code: 'CREATE.DOWNLOAD_FAILED' },
      });
      expect(hopeless.downloads()).toBe(2);
    },
  );

  it('should not be made again when it failed for another reason, or ended with warnings', async () => {
    const full = contextWith(['no space left on device']);
    expect(await provideTemplate(full.context)).toMatchObject({ failure: { retryable: true } });
    expect(full.downloads()).toBe(1);
    const warned = contextWith(['WARNINGS: 1']);
    expect(await provideTemplate(warned.context)).toBe('local:vztmpl/debian-12-standard_1.tar.zst');
  });
});
