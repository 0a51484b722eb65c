import { parseArgs } from 'node:util';
import { NEWEST, pveVersion } from './cluster/pve-version.js';
import type { PveVersion } from './cluster/pve-version.js';
import type { RuntimeKind } from './containers/choose-runtime.js';

export interface CommandLine {
  /** Tell how to reach a lab that runs already, instead of starting one. */
  readonly show: boolean;
  readonly dataDir: string;
  readonly lingerMinutes: number;
  readonly runtime: RuntimeKind;
  readonly nodes: number;
  readonly version: PveVersion;
  /** Said at the start, if the wanted release is not quite what it plays. */
  readonly versionWarning: string | null;
  /** Files with faults that are set from the start. */
  readonly faultFiles: readonly string[];
}

export const HELP = `The lab: a pretend Proxmox VE cluster, for the demo, development and tests.

Usage: npm run lab -- [options]

  --data DIR            where it keeps its state; ports, passwords and keys are made there once and stay
                        (default .data/lab-alone)
  --linger-minutes N    after the program that started it is gone, end after N minutes without use (default 15)
  --nodes N             1 to 3 nodes (default 2)
  --runtime KIND        namespaces: isolated bash and stand-ins, on any Linux; lxc: real containers, for root on Debian or
                        Ubuntu; simulated: nothing is executed (default: namespaces where this system allows them;
                        also LAB_RUNTIME)
  --simulated           the same as --runtime simulated, or LAB_SIMULATED=1
  --version RELEASE     of Proxmox VE: 9.2 or 8.4 (default 9.2; also LAB_VERSION)
  --faults FILE         a scenario: what goes wrong from the start (see lab/scenarios; may be given several times)
  --show                tell how to reach the lab that runs (default: the one of npm start, --data .data/lab)
  --help                show this

When it is ready, DIR/lab.json tells how to reach it. LAB_TASK_MS sets how long a task takes (default 600).
`;

/** A mistake in the command line, in a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Null means: show the help. Throws `UsageError`. */
export function parseCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine | null {
  const values = parse(argv);
  if (values.help) return null;
  const lingerMinutes = Number(values['linger-minutes'] ?? '15');
  if (!(lingerMinutes > 0))
    throw new UsageError('--linger-minutes takes a number of minutes greater than 0.');
  const nodes = Number(values.nodes ?? '2');
  if (![1, 2, 3].includes(nodes)) throw new UsageError('--nodes takes 1, 2 or 3.');
  const wanted = values.version ?? env['LAB_VERSION'] ?? NEWEST.release;
  const played = pveVersion(wanted);
  if (!played) throw new UsageError('--version takes a release of Proxmox VE such as 9.2 or 8.4.');
  const show = values.show === true;
  return {
    show,
    dataDir: values.data ?? (show ? '.data/lab' : '.data/lab-alone'),
    lingerMinutes,
    nodes,
    version: played.version,
    versionWarning: played.warning,
    runtime: runtimeOf(
      values.simulated === true || env['LAB_SIMULATED'] === '1',
      values.runtime ?? env['LAB_RUNTIME'],
    ),
    faultFiles: values.faults ?? [],
  };
}

function runtimeOf(simulated: boolean, kind: string | undefined): RuntimeKind {
  if (simulated) return 'simulated';
  if (kind === undefined) return 'best';
  if (kind === 'namespaces' || kind === 'lxc' || kind === 'simulated') return kind;
  throw new UsageError('--runtime takes namespaces, lxc or simulated.');
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        'linger-minutes': { type: 'string' },
        simulated: { type: 'boolean' },
        runtime: { type: 'string' },
        nodes: { type: 'string' },
        version: { type: 'string' },
        faults: { type: 'string', multiple: true },
        show: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
