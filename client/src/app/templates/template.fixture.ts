import type { TemplateContentFragment } from '../../../../schema/generated/templates.js';

/** A template as the server answers it, for tests. */
export const nginx: TemplateContentFragment = {
  id: 'nginx',
  builtIn: false,
  archived: false,
  origin: null,
  revision: 3,
  revisions: [
    { revision: 2, at: '2026-01-01T00:00:00.000Z' },
    { revision: 3, at: '2026-01-02T00:00:00.000Z' },
  ],
  title: 'nginx web server',
  description: 'nginx with a status page.',
  tags: ['web'],
  osTemplate: 'debian-12-standard',
  defaults: { cores: 2, memory: 1024, disk: 10, unprivileged: true, nesting: true, keyctl: false, fuse: false },
  packageGroups: [{ name: 'web.apt', manager: 'APT', lines: ['nginx', 'openssl'], optional: true, enabled: true }],
  scripts: [{ name: '10-configure.sh', summary: 'Writes the site.', body: '#!/bin/bash\necho site\n', enabled: true, optional: false, idempotent: false, timeoutSeconds: 600 }],
  files: [{ path: '/etc/nginx/site', policy: 'BACKUP', size: 6, owner: null, mode: '0644', text: 'listen', base64: 'bGlzdGVu' }],
};
