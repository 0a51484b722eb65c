import type { ContainerShell, ExecOptions, ExecResult } from './container-shell.js';
import { SshError } from './container-shell.js';
import { runCommand } from './run-command.js';
import type { SshConnection } from './ssh-connection.js';

/** What a program in the container gets as its environment: `pct exec` is no login, and the host's must not leak in. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
};
/** `pct exec` ends with this code when it fails itself, as ssh does; a program may use it too. */
const PCT_FAILED = 255;

/** Runs programs in a container by `pct exec` over SSH. Secrets go in by standard input only: arguments are public. */
export class PctContainerShell implements ContainerShell {
  constructor(
    private readonly connection: SshConnection,
    private readonly vmid: number,
  ) {}

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const environment = Object.entries({ ...ENVIRONMENT, ...options.env }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const words = ['pct', 'exec', String(this.vmid), '--', 'env', '-i', ...environment, ...argv];
    const result = await runCommand(this.connection, words, options);
    if (result.exitCode === PCT_FAILED && /not running/.test(result.stderr)) {
      throw new SshError(
        'SSH.CONTAINER_NOT_RUNNING',
        `Container ${String(this.vmid)} is not running.`,
        false,
      );
    }
    return result;
  }
}
