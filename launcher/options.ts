import { isAbsolute, resolve } from 'node:path';

/** What the launcher itself decides on; everything else is passed on to the server, which validates it. */
export interface LauncherOptions {
  readonly help: boolean;
  readonly lab: boolean;
  /** An event store was named: none is started. */
  readonly sharesStore: boolean;
  /** Absolute. */
  readonly dataDir: string;
  readonly serverArgs: readonly string[];
}

export const LAUNCHER_HELP = `npm start -- [options]

Starts Infrahaus: the event store (unless EVENTSTORE_URL names one), the server, and, while no real node is registered,
the lab, a pretend Proxmox VE to try things on.

  --no-lab                     do not start the lab (also INFRAHAUS_LAB=0, and with NODE_ENV=production)
  --help                       this text
`;

/** Takes the launcher's own options out of the arguments. */
export function parseLauncherOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LauncherOptions {
  const isWorker = (valueOf(args, '--role') ?? env['INFRAHAUS_ROLE']) === 'worker';
  const sharesStore = Boolean(
    env['EVENTSTORE_URL'] ?? valueOf(args, '--eventstore-url-file') ?? env['EVENTSTORE_URL_FILE'],
  );
  if (isWorker && !sharesStore) {
    throw new Error(
      'A worker needs the event store of a server: set EVENTSTORE_URL, or --eventstore-url-file to its event-store/connection.json.',
    );
  }
  const noLab = args.includes('--no-lab') || env['INFRAHAUS_LAB'] === '0' || env['NODE_ENV'] === 'production';
  const dataDir = valueOf(args, '--data-dir') ?? env['INFRAHAUS_DATA_DIR'] ?? '.data';
  return {
    help: args.includes('--help') || args.includes('-h'),
    // A worker serves no API through which the lab could be registered.
    lab: !noLab && !isWorker,
    sharesStore,
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(dataDir),
    serverArgs: args.filter((arg) => arg !== '--no-lab'),
  };
}

/** `--name value` or `--name=value`. */
function valueOf(args: readonly string[], name: string): string | undefined {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const arg = args[index];
  if (arg === undefined) return undefined;
  return arg === name ? args[index + 1] : arg.slice(name.length + 1);
}
