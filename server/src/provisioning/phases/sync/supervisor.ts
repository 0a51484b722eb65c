import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerShell } from '../../../ssh/container-shell.js';
import { SshError } from '../../../ssh/container-shell.js';
import { asset } from '../../../assets/asset.js';
import { CONFIG_ROOT, garbled, tail } from '../in-container/container-phase.js';
import type { PhaseContext } from '../phase.js';
import { NoFrame } from './frames.js';
import { OutputFollower } from './output-follower.js';
import type { Ending } from './output-follower.js';
import { QuietLimit } from './quiet-limit.js';
import { registeredSecrets } from './registered-secrets.js';

const SUPERVISE = ['/bin/sh', `${CONFIG_ROOT}/supervise.sh`];
const START_LIMIT_MS = 60_000;
const CANCEL_LIMIT_MS = 60_000;
/** So many times in a row a follower may be cut off without having read anything. */
const FRUITLESS_ATTEMPTS = 5;
const RECONNECT_MS = 500;
/** A follower says something every three seconds, also beside a silent program; after this long its connection is dead. */
const QUIET_MS = 20_000;

export interface Program {
  readonly execution: string;
  /** A file name, for messages of the shell. */
  readonly name: string;
  readonly body: Buffer;
  readonly args: readonly string[];
  readonly timeoutSeconds: number;
}

export type StartOutcome = 'started' | 'exists' | 'stale';
export type ExecutionStatus =
  | { readonly kind: 'running' | 'interrupted' | 'none' }
  | { readonly kind: 'exited'; readonly exitCode: number };

type ProgramContent = { readonly body: Buffer } | { readonly sha256: string };

/** What starts a program under the supervisor. */
export function superviseStart(
  { execution, name, args, timeoutSeconds, ...content }: Omit<Program, 'body'> & ProgramContent,
  { attempt, claim }: { readonly attempt: number | string; readonly claim: number | string },
): string[] {
  const sha256 =
    'sha256' in content ? content.sha256 : createHash('sha256').update(content.body).digest('hex');
  const identity = [execution, String(attempt), String(claim), String(timeoutSeconds), sha256, name];
  return [...SUPERVISE, 'start', ...identity, ...args];
}

/** The supervisor in the container (`supervise.sh`) as the phase uses it. */
export class Supervisor {
  constructor(
    private readonly shell: ContainerShell,
    private readonly context: PhaseContext,
  ) {}

  /** Starts a program detached, unless an execution of this id exists or a newer claim was here. */
  async start(program: Program): Promise<StartOutcome> {
    const { stdout, stderr } = await this.shell.exec(superviseStart(program, this.context.run), {
      stdin: program.body,
      signal: this.context.signal,
      timeoutMs: START_LIMIT_MS,
    });
    const answer = stdout.trim();
    if (answer === 'started' || answer === 'exists' || answer === 'stale') return answer;
    if (answer === 'damaged') throw new SshError('SSH.CONNECTION_LOST', 'A script arrived damaged.', true);
    const complaint = tail(stderr);
    if (complaint === '') throw garbled(`the start of ${program.name}`);
    throw new Error(`The supervisor did not start ${program.name}: ${complaint}`);
  }

  /**
   * Ends every program that goes on, with all that it started, and refuses whatever this run or an earlier one still
   * wants to start. Needs nothing that was deployed, for it may be of another version or not there yet.
   */
  async cancelAll(): Promise<void> {
    const { stderr, exitCode } = await this.shell.exec(
      ['/bin/sh', '-s', 'cancel', String(this.context.run.attempt)],
      {
        stdin: await asset('container/supervise.sh'),
        signal: this.context.signal,
        timeoutMs: CANCEL_LIMIT_MS,
      },
    );
    if (exitCode !== 0) throw new SshError('SSH.CONNECTION_LOST', `Not all ended: ${tail(stderr)}`, true);
  }

  async status(execution: string): Promise<ExecutionStatus> {
    const { stdout } = await this.shell.exec([...SUPERVISE, 'status', execution], {
      signal: this.context.signal,
      timeoutMs: START_LIMIT_MS,
    });
    const [kind, code = ''] = stdout.trim().split(' ');
    if (kind === 'exited' && /^\d+$/.test(code)) return { kind, exitCode: Number(code) };
    if (kind === 'running' || kind === 'interrupted' || kind === 'none') return { kind };
    throw garbled('a script that was started earlier');
  }

  /** Masks every value that any program of this container registered, also those of earlier claims. */
  async maskRegistered(): Promise<void> {
    const { signal } = this.context;
    const options = { signal, timeoutMs: START_LIMIT_MS };
    const { stdout } = await this.shell.exec([...SUPERVISE, 'secrets'], options);
    if (!/^[A-Za-z0-9+/=\n]*$/.test(stdout)) throw garbled('what is secret');
    for (const value of registeredSecrets(Buffer.from(stdout))) this.context.report.mask(value);
  }

  /** Reports the output of an execution from where it was recorded last, until its end; reconnects meanwhile. */
  async follow(execution: string, step: string): Promise<Ending> {
    const follower = new OutputFollower(this.context, execution, step);
    try {
      return await this.followToEnd(execution, follower);
    } finally {
      follower.end();
    }
  }

  private async followToEnd(execution: string, follower: OutputFollower): Promise<Ending> {
    for (let fruitless = 0; ;) {
      const before = follower.progress;
      let lost: SshError;
      try {
        const ending = await this.read(execution, follower);
        if (ending) return ending;
        lost = new SshError('SSH.CONNECTION_LOST', 'The output of a script broke off.', true);
      } catch (error) {
        if (!(error instanceof SshError) || !error.retryable) throw error;
        lost = error;
      }
      fruitless = follower.progress > before ? 0 : fruitless + 1;
      if (fruitless >= FRUITLESS_ATTEMPTS) throw lost;
      await delay(RECONNECT_MS, undefined, { signal: this.context.signal });
    }
  }

  private async read(execution: string, follower: OutputFollower): Promise<Ending | null> {
    const { stdout, stderr } = follower.restart();
    const quiet = new QuietLimit(QUIET_MS);
    const { signal } = this.context;
    try {
      await this.shell.exec([...SUPERVISE, 'follow', execution, String(stdout), String(stderr)], {
        signal: AbortSignal.any([signal, quiet.signal]),
        onStdout: (chunk) => quiet.hear(() => follower.push(chunk)),
      });
    } catch (error) {
      if (error instanceof NoFrame) throw garbled('a script');
      if (!quiet.signal.aborted || signal.aborted) throw error;
      throw new SshError('SSH.CONNECTION_LOST', 'Nothing more came from a script and its supervisor.', true);
    } finally {
      quiet.end();
    }
    return follower.ending;
  }
}
