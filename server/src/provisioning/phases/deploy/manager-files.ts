import { CONFIG_ROOT } from '../in-container/container-phase.js';
import { asset } from '../../../assets/asset.js';
import type { PhaseContext } from '../phase.js';
import type { StagedFile } from './staging.js';
import { stagedFile } from './staging.js';

/** Version of the files below, as scripts see it. */
const VERSION = '1';

const ASSETS = [
  { name: 'container/helpers.sh', path: `${CONFIG_ROOT}/helpers.sh`, mode: '644' },
  { name: 'container/supervise.sh', path: `${CONFIG_ROOT}/supervise.sh`, mode: '755' },
  { name: 'container/apply.sh', path: `${CONFIG_ROOT}/apply.sh`, mode: '755' },
  { name: 'container/config-sync.sh', path: `${CONFIG_ROOT}/config-sync.sh`, mode: '755' },
  // The script that puts them into place takes the one that fits the init system.
  {
    name: 'container/config-manager.service',
    path: '/etc/systemd/system/config-manager.service',
    mode: '644',
  },
  { name: 'container/config-manager.openrc', path: '/etc/init.d/config-manager', mode: '755' },
];

/** The configuration manager itself: settings, helper functions, supervisor, service. */
export async function managerFiles(context: Pick<PhaseContext, 'container' | 'spec'>): Promise<StagedFile[]> {
  const fixed = ASSETS.map(async ({ name, path, mode }) =>
    stagedFile({ path, mode, policy: 'replace', owner: null, body: Buffer.from(await asset(name)) }),
  );
  const config = { path: `${CONFIG_ROOT}/config.env`, mode: '644', owner: null, policy: 'replace' } as const;
  return [stagedFile({ ...config, body: Buffer.from(configEnv(context)) }), ...(await Promise.all(fixed))];
}

/** Settings for shell and systemd alike: one assignment a line, in single quotes. */
function configEnv({ container, spec }: Pick<PhaseContext, 'container' | 'spec'>): string {
  const settings = {
    CONFIG_MANAGER_VERSION: VERSION,
    CONFIG_MANAGER_ROOT: CONFIG_ROOT,
    CONFIG_MANAGER_LOG: '/var/log/config-manager/sync.log',
    INFRAHAUS_CONTAINER: container,
    INFRAHAUS_HOSTNAME: spec.hostname,
    INFRAHAUS_TEMPLATE: spec.template?.id ?? '',
    INFRAHAUS_TEMPLATE_REVISION: spec.template === null ? '' : String(spec.template.revision),
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${singleQuoted(value)}\n`)
    .join('');
}

/** Means exactly these characters to a POSIX shell. */
export function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
