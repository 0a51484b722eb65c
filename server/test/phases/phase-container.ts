import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseRuntime } from '../../../lab/containers/choose-runtime.js';
import type { ContainerProcess, ContainerRuntime } from '../../../lab/containers/runtime.js';
import type { ContainerSpec, ScriptSpec } from '../../src/containers/domain/container-spec.js';
import { completeSpec } from '../../src/containers/domain/container-spec.js';
import type { ReportedFact } from '../../src/containers/domain/events.js';
import type { PhaseContext, ReportedLine, RunFacts } from '../../src/provisioning/phases/phase.js';
import type { ContainerShell, ExecOptions, ExecResult } from '../../src/ssh/container-shell.js';
import { SshError } from '../../src/ssh/container-shell.js';

const VMID = 100;
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
};

/** A container of the lab's kind, reached without a node: its processes are real. */
export class PhaseContainer implements ContainerShell {
  private readonly clients = new Set<{ process: ContainerProcess; cut: (error: Error) => void }>();
  execs = 0;

  private constructor(
    private readonly directory: string,
    private readonly runtime: ContainerRuntime,
  ) {}

  static async start(distribution: 'debian' | 'alpine' = 'debian'): Promise<PhaseContainer> {
    const directory = mkdtempSync(join(tmpdir(), 'infrahaus-phases-'));
    const { runtime, reason } = await chooseRuntime(directory, 'best');
    if (runtime.simulated) throw new Error(`These tests need real containers: ${reason ?? ''}`);
    const version = distribution === 'debian' ? '12' : '3.22';
    const image = { vmid: VMID, hostname: 'web-1', password: null, sshPublicKeys: null };
    await runtime.create({ ...image, distribution: { id: distribution, version } });
    const container = new PhaseContainer(directory, runtime);
    await container.boot();
    return container;
  }

  boot(): Promise<void> {
    return this.runtime.start(VMID, 'web-1', { mac: '', address: null, gateway: null });
  }

  /** As when the power fails. */
  crash(): Promise<void> {
    return this.runtime.stop(VMID);
  }

  async remove(): Promise<void> {
    await this.runtime.remove(VMID);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Every program that is just talking to a client loses it, as when an SSH connection breaks. */
  cut(): void {
    for (const { cut } of this.clients) {
      cut(new SshError('SSH.CONNECTION_LOST', 'The SSH connection was lost.', true));
    }
  }

  /** The output of a shell script in the container; throws if it fails. */
  async sh(script: string, ...args: string[]): Promise<string> {
    const { stdout, stderr, exitCode } = await this.exec(['/bin/sh', '-c', script, 'sh', ...args]);
    if (exitCode !== 0) throw new Error(`exit ${String(exitCode)}: ${stderr}`);
    return stdout;
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    this.execs += 1;
    options.signal?.throwIfAborted();
    const process = this.runtime.exec(VMID, argv, { ...ENVIRONMENT, ...options.env });
    process.stdin.on('error', () => undefined);
    process.stdin.end(options.stdin ?? '');
    let cut: (error: Error) => void = () => undefined;
    const lost = new Promise<never>((_, reject) => {
      cut = (error) => {
        process.stdout.destroy();
        process.stderr.destroy();
        reject(error);
      };
    });
    const client = { process, cut };
    this.clients.add(client);
    const abort = () => {
      cut(new Error('aborted'));
    };
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([lost, collect(process, options)]);
    } finally {
      this.clients.delete(client);
      options.signal?.removeEventListener('abort', abort);
    }
  }
}

async function collect(process: ContainerProcess, options: ExecOptions): Promise<ExecResult> {
  const read = async (stream: NodeJS.ReadableStream, onChunk: ExecOptions['onStdout']) => {
    const kept: Buffer[] = [];
    for await (const chunk of stream) {
      if (onChunk) await onChunk(chunk as Buffer);
      else kept.push(chunk as Buffer);
    }
    return Buffer.concat(kept).toString();
  };
  const [stdout, stderr, exitCode] = await Promise.all([
    read(process.stdout, options.onStdout),
    read(process.stderr, options.onStderr),
    process.exited,
  ]);
  return { stdout, stderr, exitCode };
}

const NO_SPEC: ContainerSpec = completeSpec({
  hostname: 'web-1',
  nodeId: 'n1',
  vmid: VMID,
  osTemplate: 'debian-12-standard',
  cores: 1,
  memory: 512,
  swap: 512,
  disk: 4,
  storage: 'local',
  network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null },
  unprivileged: true,
  nesting: true,
  startOnBoot: true,
  tags: [],
  sshKeys: [],
  rootPasswordSecret: null,
  template: { id: 'test', revision: 1, title: "It's a test" },
  packageGroups: [],
  scripts: [],
  files: [],
});

/** What a run would remember, and what it was told: enough of an executor for a phase. */
export class PhaseRun {
  readonly facts: ReportedFact[] = [];
  readonly lines: ReportedLine[] = [];
  private earlier: readonly ReportedFact[] = [];
  readonly masked = new Set<string>();
  readonly stored = new Map<string, string>();
  private readonly blobs = new Map<string, Buffer>();
  private readonly offsets = new Map<string, number>();
  private readonly scripts = new Map<string, ScriptRecord>();
  private readonly installed = new Set<string>();
  private readonly abort = new AbortController();
  onLine: (line: ReportedLine) => void = () => undefined;

  constructor(
    private readonly shell: ContainerShell,
    private spec: ContainerSpec = NO_SPEC,
    private run = { id: '3f1d9a52-1111-4222-8333-444455556666', attempt: 1, claim: 1 },
  ) {}

  with(spec: Partial<ContainerSpec>): this {
    this.spec = { ...this.spec, ...spec };
    return this;
  }

  /** The same run under the next claim, or the next attempt as a run of its own. */
  claim(claim: number, attempt = 1, id = this.run.id): this {
    this.run = { id, attempt, claim };
    return this;
  }

  blob(body: string): string {
    const sha256 = createHash('sha256').update(body).digest('hex');
    this.blobs.set(sha256, Buffer.from(body));
    return sha256;
  }

  script(name: string, body: string, options: Partial<ScriptSpec> = {}): ScriptSpec {
    const defaults = { optional: false, idempotent: false, timeoutSeconds: 60 };
    return { name, blob: this.blob(body), ...defaults, ...options };
  }

  /** What an earlier run found. */
  remember(run: PhaseRun): this {
    this.earlier = run.facts;
    return this;
  }

  /** The text of everything that was said. */
  get text(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  of<Type extends ReportedFact['type']>(type: Type): FactData<Type>[] {
    return this.facts.filter((fact) => fact.type === type).map(({ data }) => data as FactData<Type>);
  }

  context(signal: AbortSignal = this.abort.signal): PhaseContext {
    return {
      installation: 'i1',
      container: 'c1',
      spec: this.spec,
      run: this.run,
      facts: () => this.runFacts(),
      node: {
        name: 'lab-1',
        cluster: 'lab',
        lab: true,
        get api(): never {
          throw new Error('No phase in the container calls the API.');
        },
        get host(): never {
          throw new Error('No phase in the container works on the node.');
        },
        container: () => this.shell,
        close: () => Promise.resolve(),
      },
      report: {
        fact: (fact) => {
          this.record(fact);
          return Promise.resolve();
        },
        line: (line) => {
          this.say(line);
        },
        ready: () => Promise.resolve(),
        mask: (secret) => this.masked.add(secret),
      },
      secrets: {
        read: () => Promise.reject(new Error('nothing to read')),
        store: ({ subject, name, value }) => {
          this.stored.set(`${subject} ${name}`, value);
          return Promise.resolve(`secret:${name}`);
        },
        delete: () => Promise.resolve(),
      },
      blobs: { read: (sha256) => Promise.resolve(this.blobs.get(sha256) ?? Buffer.alloc(0)) },
      vmids: {
        reserve: () => Promise.reject(new Error('no')),
        held: () => Promise.resolve(VMID),
        release: () => Promise.resolve(),
      },
      signal,
    };
  }

  private runFacts(): RunFacts {
    return {
      vmid: VMID,
      cluster: 'lab',
      address: '10.0.0.5/24',
      tasks: {},
      installedGroups: this.installed,
      scripts: this.scripts,
      services:
        [...this.earlier, ...this.facts].findLast((fact) => fact.type === 'ServicesDiscovered')?.data
          .services ?? [],
      offset: (source) => this.offsets.get(source) ?? 0,
    };
  }

  private say(line: ReportedLine): void {
    let { text } = line;
    // As the executor does: the longest first, so that a part does not spoil the whole.
    const masked = [...this.masked].sort((a, b) => b.length - a.length);
    for (const secret of masked) text = text.replaceAll(secret, '••••');
    this.lines.push({ ...line, text });
    if (line.source) this.offsets.set(line.source.name, line.source.nextOffset);
    this.onLine(line);
  }

  private record(fact: ReportedFact): void {
    this.facts.push(fact);
    const { attempt } = this.run;
    if (fact.type === 'PackagesInstalled') this.installed.add(fact.data.group);
    const states = {
      ScriptStarted: 'started',
      ScriptSucceeded: 'succeeded',
      ScriptFailed: 'failed',
    } as const;
    if (fact.type === 'ScriptStarted' || fact.type === 'ScriptSucceeded' || fact.type === 'ScriptFailed') {
      const { script, execution } = fact.data;
      this.scripts.set(script, { execution, state: states[fact.type], attempt });
    }
  }
}

type FactData<Type extends ReportedFact['type']> = Extract<ReportedFact, { type: Type }>['data'];

interface ScriptRecord {
  readonly execution: string;
  readonly state: 'started' | 'succeeded' | 'failed';
  readonly attempt: number;
}
