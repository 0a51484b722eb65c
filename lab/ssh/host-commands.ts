import { managerVersion } from '../api/summaries.js';
import type { Cluster } from '../cluster/cluster.js';
import { CommandError } from './command.js';
import type { Command, CommandIo } from './command.js';
import { pct } from './pct.js';
import { NotPlainWords, shellWords } from './shell-words.js';

/** The few programs that the pretend host has. Nothing else is ever executed on the real one. */
export class HostCommands {
  private readonly commands: ReadonlyMap<string, Command>;

  constructor(cluster: Cluster, node: string) {
    const prints =
      (text: string): Command =>
      (_argv, io) => {
        io.stdout.write(text);
        return Promise.resolve(0);
      };
    this.commands = new Map<string, Command>([
      ['pct', pct(cluster, node)],
      ['true', prints('')],
      ['hostname', prints(`${node}\n`)],
      ['pveversion', prints(`${managerVersion(cluster)} (running kernel: ${cluster.version.kernel})\n`)],
      [
        'id',
        (argv, io) => prints(argv[0] === '-u' ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n')(argv, io),
      ],
    ]);
  }

  /** Runs a command line as it came over SSH and resolves with its exit code. */
  async run(line: string, io: CommandIo): Promise<number> {
    try {
      const [name = '', ...argv] = shellWords(line);
      const command = this.commands.get(name.replace(/^\/usr\/s?bin\//, ''));
      if (!command) throw new CommandError(127, `bash: line 1: ${name}: command not found`);
      return await command(argv, io);
    } catch (error) {
      const failure =
        error instanceof NotPlainWords
          ? new CommandError(
              127,
              `the lab's host runs no shell: refused a command line with ${error.message}`,
            )
          : error;
      io.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
      return failure instanceof CommandError ? failure.exitCode : 255;
    }
  }
}
