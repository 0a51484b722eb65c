/** One setting: an environment variable and, unless it is a secret, a command-line option. */
export interface Setting {
  readonly env: string;
  /** Without `--`. Secrets have none: other users of the machine can read a process's arguments. */
  readonly option: string | null;
  /** What stands for the value in the help text. */
  readonly value: string;
  /** As it is written in the environment; null if there is none. */
  readonly default: string | null;
  readonly description: string;
}

/** Every setting of the server, in the order of the help text. */
export const SETTINGS = {
  port: {
    env: 'INFRAHAUS_PORT',
    option: 'port',
    value: 'number',
    default: null,
    description:
      'TCP port of the web interface and API, 0 for a free one; a worker serves only /healthz there. ' +
      'Default: 3000, for a worker a free one.',
  },
  bind: {
    env: 'INFRAHAUS_BIND',
    option: 'bind',
    value: 'address',
    default: '127.0.0.1',
    description:
      'Address to listen on. Anything but this machine needs TLS, or a public https URL and trusted proxies.',
  },
  dataDir: {
    env: 'INFRAHAUS_DATA_DIR',
    option: 'data-dir',
    value: 'directory',
    default: '.data',
    description:
      'Where read models, the master key and (on one machine) the event store are. One per process.',
  },
  eventStoreUrl: {
    env: 'EVENTSTORE_URL',
    option: null,
    value: 'url',
    default: null,
    description:
      'Connection string of EventStoreDB or KurrentDB. Without it npm start runs the embedded store.',
  },
  eventStoreUrlFile: {
    env: 'EVENTSTORE_URL_FILE',
    option: 'eventstore-url-file',
    value: 'file',
    default: null,
    description: 'A JSON file {"url": "…"} to read the connection string from instead.',
  },
  role: {
    env: 'INFRAHAUS_ROLE',
    option: 'role',
    value: 'api|worker|all',
    default: 'all',
    description: 'What this process does: serve people (api), work on containers (worker), or both.',
  },
  publicUrl: {
    env: 'INFRAHAUS_PUBLIC_URL',
    option: 'public-url',
    value: 'url',
    default: null,
    description:
      'The address under which people reach Infrahaus, if it is behind a reverse proxy or has a name.',
  },
  trustedProxies: {
    env: 'INFRAHAUS_TRUSTED_PROXIES',
    option: 'trusted-proxies',
    value: 'addresses',
    default: null,
    description:
      'Addresses or networks (10.0.0.0/8), separated by commas, whose X-Forwarded-* headers are believed.',
  },
  tlsCert: {
    env: 'INFRAHAUS_TLS_CERT',
    option: 'tls-cert',
    value: 'file',
    default: null,
    description: 'TLS certificate chain in PEM format; with it the server speaks https.',
  },
  tlsKey: {
    env: 'INFRAHAUS_TLS_KEY',
    option: 'tls-key',
    value: 'file',
    default: null,
    description: 'Private key of that certificate in PEM format.',
  },
  masterKey: {
    env: 'INFRAHAUS_MASTER_KEY',
    option: null,
    value: 'base64',
    default: null,
    description:
      'The key that encrypts all secrets: 32 random bytes. Default: master.key in the data directory.',
  },
  workerConcurrency: {
    env: 'INFRAHAUS_WORKER_CONCURRENCY',
    option: 'worker-concurrency',
    value: 'number',
    default: '4',
    description: 'How many containers a worker provisions at the same time, 1 to 100.',
  },
  workerLease: {
    env: 'INFRAHAUS_WORKER_LEASE',
    option: 'worker-lease',
    value: 'seconds',
    default: '10',
    description:
      'A worker that cannot reach the event store for so long stops working; after twice that others go on. 1 to 300.',
  },
  nodeConcurrency: {
    env: 'INFRAHAUS_NODE_CONCURRENCY',
    option: 'node-concurrency',
    value: 'number',
    default: '8',
    description: 'On how many containers of one node all workers together work at the same time, 1 to 100.',
  },
  phaseLimits: {
    env: 'INFRAHAUS_PHASE_LIMITS',
    option: 'phase-limits',
    value: 'phase=minutes,…',
    default: null,
    description:
      'How long a phase may take, for example create=60,sync=480. The others keep their own limits.',
  },
  scriptLimit: {
    env: 'INFRAHAUS_SCRIPT_LIMIT',
    option: 'script-limit',
    value: 'minutes',
    default: '240',
    description:
      'How long a single script may take at most, whatever its template allows it, 1 to 240. A template that says ' +
      'nothing allows 60.',
  },
  proxmoxReadTimeout: {
    env: 'INFRAHAUS_PROXMOX_READ_TIMEOUT',
    option: 'proxmox-read-timeout',
    value: 'seconds',
    default: '15',
    description: 'How long a Proxmox VE API has for answering a question, 1 to 120.',
  },
  proxmoxChangeTimeout: {
    env: 'INFRAHAUS_PROXMOX_CHANGE_TIMEOUT',
    option: 'proxmox-change-timeout',
    value: 'seconds',
    default: '60',
    description:
      'How long a Proxmox VE API has for taking an order, such as creating a container, 1 to 300. After that the node ' +
      'is asked what became of it.',
  },
  retryPause: {
    env: 'INFRAHAUS_RETRY_PAUSE',
    option: 'retry-pause',
    value: 'milliseconds',
    default: '500',
    description:
      'First pause before something is tried again after a fault that may pass; it doubles up to thirty times that. ' +
      '10 to 60000.',
  },
  cancelWithin: {
    env: 'INFRAHAUS_CANCEL_WITHIN',
    option: 'cancel-within',
    value: 'seconds',
    default: '120',
    description:
      'A cancelled run ends after this time even if its node cannot be reached, and says that something may still go ' +
      'on there. 1 to 3600.',
  },
  silentAfter: {
    env: 'INFRAHAUS_SILENT_AFTER',
    option: 'silent-after',
    value: 'minutes',
    default: '15',
    description: 'A run that has said nothing for so long is shown as stuck, 1 to 1440.',
  },
  maxSocketsPerAccount: {
    env: 'INFRAHAUS_MAX_SOCKETS_PER_ACCOUNT',
    option: 'max-sockets-per-account',
    value: 'number',
    default: '32',
    description: 'How many WebSockets and event streams an account may have open at the same time.',
  },
  proxmoxTrace: {
    env: 'INFRAHAUS_PROXMOX_TRACE',
    option: 'proxmox-trace',
    value: 'file',
    default: null,
    description:
      'Every request to a Proxmox VE API is added to this file as a line of JSON, with its secrets masked.',
  },
  logLevel: {
    env: 'INFRAHAUS_LOG_LEVEL',
    option: 'log-level',
    value: 'error|warn|info|debug',
    default: 'warn',
    description: 'What the log tells.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** The settings as text for a terminal. */
export function settingsHelp(): string {
  return Object.values(SETTINGS)
    .map((setting: Setting) => {
      const option = setting.option === null ? '' : `--${setting.option} <${setting.value}>`;
      const title = option === '' ? `${setting.env}=<${setting.value}>` : `${option}  (${setting.env})`;
      const standard = setting.default === null ? '' : ` Default: ${setting.default}.`;
      return `  ${title}\n      ${setting.description}${standard}`;
    })
    .join('\n');
}
