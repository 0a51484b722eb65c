import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ContainerImage, ContainerNetwork, ContainerProcess, ContainerRuntime } from './runtime.js';
import { SimulatedManager } from './simulated-manager.js';
import type { Reply } from './simulated-manager.js';
import { marked } from './simulated-programs.js';
import { SimulatedSystem } from './simulated-system.js';
import type { SimulatedResult } from './simulated-system.js';

interface Container {
  readonly system: SimulatedSystem;
  readonly manager: SimulatedManager;
}

/** Containers that are only claimed: nothing is ever executed, and every line of output says so. */
export class SimulatedRuntime implements ContainerRuntime {
  readonly simulated = true;
  private readonly containers = new Map<number, Container>();
  /** When those that run were started. */
  private readonly since = new Map<number, number>();

  constructor(private readonly directory: string) {}

  create({ vmid, hostname, distribution }: ContainerImage): Promise<void> {
    const directory = this.directoryOf(vmid);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'image.json'), JSON.stringify({ hostname, distribution }));
    return Promise.resolve();
  }

  start(vmid: number, hostname: string, network: ContainerNetwork): Promise<void> {
    this.open(vmid, hostname).system.connect(network);
    this.since.set(vmid, performance.now());
    return Promise.resolve();
  }

  shutdown(vmid: number): Promise<void> {
    return this.stop(vmid);
  }

  stop(vmid: number): Promise<void> {
    this.since.delete(vmid);
    return Promise.resolve();
  }

  isRunning(vmid: number): boolean {
    return this.since.has(vmid);
  }

  upSinceMs(vmid: number): number {
    const since = this.since.get(vmid);
    return since === undefined ? 0 : performance.now() - since;
  }

  exec(vmid: number, argv: readonly string[]): ContainerProcess {
    const container = this.containers.get(vmid);
    if (!container || !this.isRunning(vmid)) throw new Error(`container ${vmid} is not running`);
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const exited = simulate(container, argv, stdin).then((reply) => {
      stdout.end(reply.stdout);
      stderr.end();
      return reply.exitCode;
    });
    return { stdin, stdout, stderr, exited, kill: () => stdin.destroy() };
  }

  /** What a container remembers lasts as long as the lab; what it is of, as long as its directory. */
  private open(vmid: number, hostname: string): Container {
    const known = this.containers.get(vmid);
    if (known) return known;
    const file = join(this.directoryOf(vmid), 'image.json');
    if (!existsSync(file)) throw new Error(`container ${vmid} has no file system`);
    const { distribution } = JSON.parse(readFileSync(file, 'utf8')) as Pick<ContainerImage, 'distribution'>;
    const system = new SimulatedSystem(hostname, distribution);
    const container = { system, manager: new SimulatedManager(system) };
    this.containers.set(vmid, container);
    return container;
  }

  private directoryOf(vmid: number): string {
    return join(this.directory, String(vmid));
  }

  async remove(vmid: number): Promise<void> {
    await this.stop(vmid);
    this.containers.delete(vmid);
    rmSync(this.directoryOf(vmid), { recursive: true, force: true });
  }

  stopAll(): Promise<void> {
    this.since.clear();
    return Promise.resolve();
  }
}

async function simulate(
  { system, manager }: Container,
  given: readonly string[],
  stdin: PassThrough,
): Promise<Reply> {
  const input = await buffer(stdin).catch(() => Buffer.alloc(0));
  const argv = withoutEnv(given);
  const answer = await manager.answer(argv, input);
  if (answer) return answer;
  const { lines, exitCode } = run(system, argv, input.toString('utf8'));
  return { stdout: marked(lines), exitCode };
}

function run(system: SimulatedSystem, argv: readonly string[], input: string): SimulatedResult {
  const [program = '', ...args] = argv;
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
