import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { LabNode } from '../../lab/lab.js';
import { stateCommand } from '../../server/src/provisioning/phases/start/system.js';
import type { NodeAccess } from '../../server/src/provisioning/phases/phase.js';
import type { NodeOpener } from '../../server/src/provisioning/ports.js';
import type { ExecOptions } from '../../server/src/ssh/container-shell.js';
import { SshNodeHost } from '../../server/src/ssh/node-host.js';
import { PctContainerShell } from '../../server/src/ssh/pct-container-shell.js';
import { connectTo } from './lab-under-test.js';

type Call =
  | {
      readonly kind: 'api';
      readonly method: string;
      readonly args: readonly unknown[];
      readonly result: unknown;
    }
  | { readonly kind: 'probe' }
  | {
      readonly kind: 'exec';
      readonly argv: readonly string[];
      readonly options: ExecOptions;
      stdout: string;
    };

const STILL_MS = 5;

/** Opens nodes for a run, and notes what the run asks of them, in order. */
export class Recorder implements NodeOpener {
  readonly calls: Call[] = [];

  constructor(private readonly nodes: readonly LabNode[]) {}

  open(name: string): Promise<NodeAccess> {
    const node = nodeOf(this.nodes, name);
    const { api, ssh } = connectTo(node);
    const calls = this.calls;
    const recorded = new Proxy(api, {
      get(target, property: keyof typeof api) {
        const value: unknown = target[property];
        if (typeof value !== 'function' || property === 'close') return value;
        return async (...args: unknown[]) => {
          const result: unknown = await (value as (...all: unknown[]) => Promise<unknown>).apply(
            target,
            args,
          );
          calls.push({ kind: 'api', method: property, args, result });
          return result;
        };
      },
    });
    const host = new SshNodeHost(ssh);
    const access: NodeAccess = {
      ...{ name, cluster: 'lab', lab: true, api: recorded },
      host: {
        set: (...args) => host.set(...args),
        probe: (signal) => {
          calls.push({ kind: 'probe' });
          return host.probe(signal);
        },
      },
      container: (vmid) => {
        const shell = new PctContainerShell(ssh, vmid);
        return {
          exec: async (argv, options = {}) => {
            const call = { kind: 'exec' as const, argv, options, stdout: '' };
            calls.push(call);
            const result = await shell.exec(argv, options);
            call.stdout = result.stdout;
            return result;
          },
        };
      },
      close: async () => {
        api.close();
        await ssh.close();
      },
    };
    return Promise.resolve(access);
  }
}

const nodeOf = (nodes: readonly LabNode[], name: string): LabNode => {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`The lab has no node ${name}.`);
  return node;
};

/**
 * The bare script: the same HTTPS calls and SSH commands one after another, for another container, and nothing else. Where
 * the run has waited until a task had ended, a container ran or its system was up, the script asks again until it is so,
 * too.
 */
export async function replay(
  calls: readonly Call[],
  node: LabNode,
  vmids: { readonly from: number; readonly to: number },
): Promise<void> {
  const { api, ssh } = connectTo(node);
  const renamed = new Map<unknown, unknown>([[vmids.from, vmids.to]]);
  const shell = new PctContainerShell(ssh, vmids.to);
  try {
    for (const call of calls) {
      if (call.kind === 'exec') await execute(shell, call);
      else if (call.kind === 'probe') await new SshNodeHost(ssh).probe();
      else await ask(api as unknown as Asked, call, renamed);
    }
  } finally {
    api.close();
    await ssh.close();
  }
}

type Asked = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;

async function execute(
  shell: PctContainerShell,
  { argv, options, stdout }: Extract<Call, { kind: 'exec' }>,
): Promise<void> {
  if (isDeepStrictEqual(argv, stateCommand) && stdout.trim() !== 'starting') {
    while ((await shell.exec(argv)).stdout !== stdout) await delay(STILL_MS);
    return;
  }
  const { stdin, env } = options;
  await shell.exec(argv, {
    ...(stdin === undefined ? {} : { stdin }),
    ...(env === undefined ? {} : { env }),
    onStdout: () => undefined,
  });
}

async function ask(
  api: Asked,
  { method, args, result: before }: Extract<Call, { kind: 'api' }>,
  renamed: Map<unknown, unknown>,
): Promise<void> {
  const theirs = args.map((arg) => translated(arg, renamed));
  for (;;) {
    const result = await api[method]?.(...theirs);
    if (typeof before === 'string') renamed.set(before, result);
    if (!isWaitedFor(method, before) || holds(result)) return;
    await delay(STILL_MS);
  }
}

/** A run that saw something still going on went on to ask; only what it saw in the end has to be waited for. */
const isWaitedFor = (method: string, before: unknown) =>
  (method === 'isRunning' || method === 'taskStatus') && holds(before);

/** Of a question whether a container runs, or how a task stands. */
function holds(answer: unknown): boolean {
  return typeof answer === 'boolean' ? answer : !(answer as { running: boolean }).running;
}

function translated(arg: unknown, renamed: ReadonlyMap<unknown, unknown>): unknown {
  if (arg instanceof AbortSignal) return undefined;
  if (renamed.has(arg)) return renamed.get(arg);
  if (typeof arg !== 'object' || arg === null) return arg;
  return Object.fromEntries(
    Object.entries(arg).map(([key, value]) => [key, renamed.get(value) ?? (value as unknown)]),
  );
}
