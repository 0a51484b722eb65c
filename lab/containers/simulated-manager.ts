import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { simulatePackages, simulateScript } from './simulated-programs.js';
import type { SimulatedExecution } from './simulated-programs.js';
import type { SimulatedSystem } from './simulated-system.js';

export interface Reply {
  readonly stdout: Buffer;
  readonly exitCode: number;
}

const PACKAGE_SCRIPT = /^(?:apt|apk|dnf|npm|pip|custom)\.sh$/;

/**
 * Infrahaus' side of a container, known by sight: it puts files and scripts in, has them run by a supervisor, and reads
 * their answers as data. Those answers are given here in their own form; only what a person reads carries the mark.
 */
export class SimulatedManager {
  private readonly staged = new Map<string, Buffer>();
  private readonly executions = new Map<string, SimulatedExecution>();

  constructor(private readonly system: SimulatedSystem) {}

  /** Null for what is no part of that conversation. */
  async answer(argv: readonly string[], input: Buffer): Promise<Reply | null> {
    const [program = '', first = '', ...rest] = argv;
    if (program === 'tar' && argv.includes('-x')) return this.unpack(argv.at(-1) ?? '', input);
    if (program !== '/bin/sh') return null;
    if (first === '-c') return this.question(rest[0] ?? '');
    if (first === '-s' && input.includes('package_lock_holder\n')) return reply('');
    if (first === '-s' && input.includes('list-units')) return reply(this.discoveries());
    // Who owns a file is not simulated.
    if (first === '-s' && input.includes('owners.new')) return reply('end\n');
    if (first.endsWith('/apply.sh')) return reply(this.apply(rest[0] ?? ''));
    if (first.endsWith('/supervise.sh')) return this.supervise(rest, input);
    // The supervisor that comes with its own text, to end what goes on: nothing does.
    return first === '-s' && input.includes('supervise') ? reply('') : null;
  }

  /** Small scripts that ask one thing. */
  private question(script: string): Reply | null {
    if (script.includes('is-system-running')) return reply('running\n');
    if (script.includes('getent hosts')) return reply('192.0.2.1 simulated.example\n');
    if (script.includes('command -v')) {
      const deployed = this.system.files.has('/etc/config-manager/supervise.sh') ? 'deployed' : 'missing';
      const manager = this.system.distribution.id === 'alpine' ? '/sbin/apk' : '/usr/bin/apt-get';
      return reply(`${manager}\n${deployed}\n`);
    }
    return null;
  }

  private async unpack(directory: string, tar: Buffer): Promise<Reply> {
    const entries = Readable.from([tar]).pipe(extract());
    for await (const entry of entries) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      this.staged.set(`${directory}/${entry.header.name}`, Buffer.concat(chunks));
    }
    return reply('');
  }

  /** A line per file of the manifest: its number, how to treat it, more, and at last its path. */
  private apply(directory: string): string {
    const manifest = this.staged.get(`${directory}/manifest`)?.toString() ?? '';
    const lines = manifest
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const fields = line.split('\t');
        const index = fields[0] ?? '';
        const body = this.staged.get(`${directory}/files/${index}`);
        return `file\t${index}\t${this.put(fields.at(-1) ?? '', fields[1] ?? '', body)}\t`;
      });
    for (const path of this.staged.keys()) if (path.startsWith(`${directory}/`)) this.staged.delete(path);
    const init = this.system.distribution.id === 'alpine' ? 'openrc' : 'systemd';
    return [...lines, `service\t${init}\tenabled`, ''].join('\n');
  }

  private put(path: string, policy: string, body: Buffer = Buffer.alloc(0)): string {
    const alpine = this.system.distribution.id === 'alpine';
    if (path.startsWith(alpine ? '/etc/systemd/' : '/etc/init.d/')) return 'kept';
    const present = this.system.files.get(path);
    if (present?.equals(body)) return 'unchanged';
    if (present && policy === 'default') return 'kept';
    this.system.files.set(path, body);
    return present && policy === 'backup' ? 'backed-up' : 'written';
  }

  private supervise([command = '', execution = '', ...rest]: readonly string[], input: Buffer): Reply | null {
    switch (command) {
      case 'start':
        return reply(this.start(execution, rest, input));
      case 'follow':
        return this.follow(execution, rest.map(Number));
      case 'status':
        return reply(this.executions.has(execution) ? 'exited 0\n' : 'none\n');
      case 'secrets':
      case 'cancel':
        return reply('');
      default:
        return null;
    }
  }

  private start(execution: string, fields: readonly string[], input: Buffer): string {
    if (this.executions.has(execution)) return 'exists\n';
    const [, , , , name = '', ...args] = fields;
    const done = PACKAGE_SCRIPT.test(name)
      ? simulatePackages(this.system, name, namesOf(name, args))
      : simulateScript(this.system, name, input.toString('utf8'));
    this.executions.set(execution, done);
    return 'started\n';
  }

  /** Frames: the output from an offset on, the result, the end. */
  private follow(execution: string, [offset = 0]: readonly number[]): Reply {
    const done = this.executions.get(execution);
    if (!done) return { stdout: Buffer.alloc(0), exitCode: 2 };
    const output = done.output.subarray(offset);
    const result = Buffer.from(done.result);
    const parts = [
      ...(output.length === 0 ? [] : [Buffer.from(`O ${offset} ${output.length}\n`), output]),
      Buffer.from(`R ${result.length}\n`),
      result,
      Buffer.from('X 0 exit 0\n'),
    ];
    return { stdout: Buffer.concat(parts), exitCode: 0 };
  }

  private discoveries(): string {
    const { system } = this;
    const services = system.services();
    const alpine = system.distribution.id === 'alpine';
    const lines = [
      ...services.map(({ name }) =>
        alpine ? `openrc\t ${name} [  started  ]` : `unit\t${name}.service loaded active running ${name}`,
      ),
      ...services.flatMap(({ name, port, pid }) =>
        port === null
          ? []
          : [`ss\ttcp LISTEN 0 511 0.0.0.0:${port} 0.0.0.0:* users:(("${name}",pid=${pid},fd=6))`],
      ),
      ...[...system.credentials()].map(
        ([service, text]) => `credentials\t${service}\t${Buffer.from(text).toString('base64')}`,
      ),
    ];
    return [...lines, 'end', ''].join('\n');
  }
}

/** The script for a template's own commands gets four words for each: its name, check, command and limit. */
function namesOf(script: string, args: readonly string[]): readonly string[] {
  return script === 'custom.sh' ? args.filter((_, index) => index % 4 === 0) : args;
}

function reply(text: string): Reply {
  return { stdout: Buffer.from(text), exitCode: 0 };
}
