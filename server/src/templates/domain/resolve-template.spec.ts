import { resolveTemplate } from './resolve-template.js';
import type { RecordedTemplate } from './template.js';

describe('a choice of scripts', () => {
  const script = (name: string, enabled = true) => ({
    ...{ name, summary: '', blob: name, enabled, optional: false, idempotent: false, timeoutSeconds: 60 },
  });
  const content: RecordedTemplate = {
    ...{ title: 'T', description: '', tags: [], osTemplate: 'debian-12-standard', packageGroups: [], files: [] },
    defaults: { cores: 1, memory: 64, disk: 1, unprivileged: true, nesting: true, keyctl: false, fuse: false },
    scripts: [script('10-a.sh'), script('20-b.sh'), script('30-c.sh', false)],
  };
  const namesFor = (scripts: readonly string[] | null) => {
    const choice = { templateId: 't', packageGroups: null, scripts, extraPackages: [] };
    const resolution = resolveTemplate(choice, { revision: 1, content });
    return resolution.kind === 'resolved'
      ? resolution.resolved.scripts.map(({ name }) => name)
      : resolution.problems;
  };

  it('runs them in the order in which they were named, each once', () => {
    expect(namesFor(['30-c.sh', '10-a.sh', '30-c.sh'])).toEqual(['30-c.sh', '10-a.sh']);
  });

  it('is what the template switches on, in its order, where nobody chose', () => {
    expect(namesFor(null)).toEqual(['10-a.sh', '20-b.sh']);
  });

  it('is refused for a name that the template does not have', () => {
    expect(namesFor(['gone.sh'])).toMatchObject([{ field: 'scripts.0', code: 'SCRIPT.UNKNOWN' }]);
  });
});
