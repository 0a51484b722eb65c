import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ContainerImage, ContainerNetwork, ContainerProcess, ContainerRuntime } from './runtime.js';
import { SimulatedSystem } from './simulated-system.js';
import type { SimulatedResult } from './simulated-system.js';

/** Stands before every line that comes out of a simulated container. */
const MARK = '[simulated] ';

interface Started {
  readonly since: number;
  readonly system: SimulatedSystem;
}

/** Containers that are only claimed: nothing is ever executed, and every line of output says so. */
export class SimulatedRuntime implements ContainerRuntime {
  readonly simulated = true;
  private readonly started = new Map<number, Started>();

  constructor(private readonly directory: string) {}

  create({ vmid }: ContainerImage): Promise<void> {
    mkdirSync(join(this.directory, String(vmid)), { recursive: true });
    return Promise.resolve();
  }

  start(vmid: number, hostname: string, network: ContainerNetwork): Promise<void> {
    if (!existsSync(join(this.directory, String(vmid))))
      throw new Error(`container ${vmid} has no file system`);
    this.started.set(vmid, { since: performance.now(), system: new SimulatedSystem(hostname, network) });
    return Promise.resolve();
  }

  shutdown(vmid: number): Promise<void> {
    return this.stop(vmid);
  }

  stop(vmid: number): Promise<void> {
    this.started.delete(vmid);
    return Promise.resolve();
  }

  isRunning(vmid: number): boolean {
    return this.started.has(vmid);
  }

  upSinceMs(vmid: number): number {
    const started = this.started.get(vmid);
    return started ? performance.now() - started.since : 0;
  }

  exec(vmid: number, argv: readonly string[]): ContainerProcess {
    const started = this.started.get(vmid);
    if (!started) throw new Error(`container ${vmid} is not running`);
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const exited = simulate(started.system, argv, stdin).then(({ lines, exitCode }) => {
      stdout.end(lines.map((line) => `${MARK}${line}\n`).join(''));
      stderr.end();
      return exitCode;
    });
    return { stdin, stdout, stderr, exited, kill: () => stdin.destroy() };
  }

  async remove(vmid: number): Promise<void> {
    await this.stop(vmid);
    rmSync(join(this.directory, String(vmid)), { recursive: true, force: true });
  }

  stopAll(): Promise<void> {
    this.started.clear();
    return Promise.resolve();
  }
}

async function simulate(
  system: SimulatedSystem,
  argv: readonly string[],
  stdin: PassThrough,
): Promise<SimulatedResult> {
  const input = await text(stdin).catch(() => '');
  const [program = '', ...args] = withoutEnv(argv);
  const shell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(program);
  if (!shell) return system.run(program.replace(/^.*\//, ''), args) ?? unknown(program);
  const inline = args.indexOf('-c');
  return walk(system, inline >= 0 ? (args[inline + 1] ?? '') : input);
}

/** Skips `env -i NAME=value…`. */
function withoutEnv(argv: readonly string[]): readonly string[] {
  if (argv[0] !== 'env') return argv;
  const start = argv.findIndex((word, index) => index > 0 && !word.startsWith('-') && !word.includes('='));
  return start < 0 ? [] : argv.slice(start);
}

/** A script is not interpreted: its lines that are one simple, known command are answered, the others left out. */
function walk(system: SimulatedSystem, script: string): SimulatedResult {
  const lines = script.split('\n').map((line) => line.trim());
  const simple = lines.filter(
    (line) => line !== '' && !line.startsWith('#') && !/[|&;<>$`(){}\\]/.test(line),
  );
  const results = simple.map((line) => {
    const [program = '', ...args] = line.split(/\s+/).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
    return system.run(program, args);
  });
  const output = results.flatMap((result) => result?.lines ?? []);
  const note = `a script of ${lines.length} lines was not executed`;
  return { lines: [note, ...output], exitCode: 0 };
}

function unknown(program: string): SimulatedResult {
  return { lines: [`${program} was not executed`], exitCode: 0 };
}
