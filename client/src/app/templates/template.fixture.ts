import type { TemplateContentFragment } from '../../../../schema/generated/client.js';

/** A template as the server answers it, for tests. */
export const nginx: TemplateContentFragment = {
  id: 'nginx',
  revision: 3,
  title: 'nginx web server',
  description: 'nginx with a status page.',
  tags: ['web'],
  osTemplate: 'debian-12-standard',
  defaults: { cores: 2, memory: 1024, disk: 10, unprivileged: true, nesting: true },
  packageGroups: [{ name: 'web.apt', manager: 'APT', packages: ['nginx', 'openssl'], optional: true }],
  scripts: [{ name: '10-configure.sh', summary: 'Writes the site.', body: '#!/bin/bash\necho site\n' }],
  files: [{ path: '/etc/nginx/site', policy: 'BACKUP', size: 297 }],
};
