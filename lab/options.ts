import { parseArgs } from 'node:util';

export interface CommandLine {
  readonly dataDir: string;
  readonly lingerMinutes: number;
  readonly simulated: boolean;
}

export const HELP = `The lab: a pretend Proxmox VE cluster of two nodes, for the demo, development and tests.

Usage: node dist/lab/main.js --data DIR [options]

  --data DIR            where it keeps its state; ports, passwords and keys are made there once and stay
  --linger-minutes N    after the program that started it is gone, end after N minutes without use (default 15)
  --simulated           do not even try real containers
  --help                show this

When it is ready, DIR/lab.json tells how to reach it. LAB_TASK_MS sets how long a task takes (default 600).
`;

/** A mistake in the command line, in a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Null means: show the help. Throws `UsageError`. */
export function parseCommandLine(argv: readonly string[]): CommandLine | null {
  const values = parse(argv);
  if (values.help) return null;
  if (values.data === undefined) throw new UsageError('Say with --data DIR where the lab keeps its state.');
  const lingerMinutes = Number(values['linger-minutes'] ?? '15');
  if (!(lingerMinutes > 0))
    throw new UsageError('--linger-minutes takes a number of minutes greater than 0.');
  return { dataDir: values.data, lingerMinutes, simulated: values.simulated ?? false };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        'linger-minutes': { type: 'string' },
        simulated: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
