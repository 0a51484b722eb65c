import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerSpec } from '../containers/domain/container-spec.js';
import { StoreUnavailable } from '../event-store/event-store.js';
import { lastingFailure } from './phases/in-container/container-phase.js';
import type { NodeAccess, Phase, PhaseContext, PhaseOutcome } from './phases/phase.js';
import type { ExecutorParts } from './ports.js';
import type { RunSession } from './run-session.js';
import { ClaimLost } from './run-writer.js';
import { SilenceWatch } from './silence-watch.js';
import { Vmids } from './vmids.js';

const LONGEST_PAUSE_FACTOR = 30;
const UNAUTHORIZED = 'PROXMOX.UNAUTHORIZED';

/** Runs phases: again after faults that may pass, until their time is up or something more important ends them. */
export class PhaseRunner {
  private node: NodeAccess | null = null;
  private renewed = false;

  constructor(
    private readonly parts: ExecutorParts,
    private readonly session: RunSession,
  ) {}

  /**
   * @param interruption ends the phase before its time. The answer then is a rejection with its reason, once the phase
   * has let go, or has not within the time that every call has.
   */
  async run(phase: Phase, interruption: AbortSignal): Promise<PhaseOutcome> {
    const limitMs = this.session.limitOf(phase.key) ?? phase.timeoutMs;
    const timeUp = AbortSignal.timeout(limitMs);
    const isTimeUp = () => timeUp.aborted;
    const signal = AbortSignal.any([interruption, timeUp]);
    const { retryPauseMs } = this.parts.settings;
    let last: unknown = null;
    let alike = 0;
    for (let pause = retryPauseMs; ; pause = Math.min(pause * 2, retryPauseMs * LONGEST_PAUSE_FACTOR)) {
      try {
        const outcome = await this.attempt(phase, signal);
        if (!(await this.renewsAccess(outcome))) return outcome;
        continue;
      } catch (error) {
        interruption.throwIfAborted();
        if (error instanceof ClaimLost) throw error;
        if (isTimeUp()) return timedOut(phase, limitMs, error === signal.reason ? last : error);
        if (!isTransient(error)) return unexpected(error);
        alike = last !== null && messageOf(error) === messageOf(last) ? alike + 1 : 1;
        const lasting = lastingFailure(error, alike);
        if (lasting) return lasting;
        last = error;
        const text = `${messageOf(error)} Trying again in ${String(Math.ceil(pause / 1000))} s.`;
        this.session.log.write({ phase: phase.key, stream: 'system', text });
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
      interruption.throwIfAborted();
      if (isTimeUp()) return timedOut(phase, limitMs, last);
    }
  }

  /** A token may have been given another secret in mid-run: the node is opened anew, once. */
  private async renewsAccess(outcome: PhaseOutcome): Promise<boolean> {
    if (outcome.kind === 'completed' || outcome.failure.code !== UNAUTHORIZED || this.renewed) return false;
    this.renewed = true;
    await this.node?.close();
    this.node = null;
    return true;
  }

  /** One try. A phase that does not let go after its signal is left to itself: it can record nothing any more. */
  private async attempt(phase: Phase, signal: AbortSignal): Promise<PhaseOutcome> {
    this.session.assertLease();
    signal.throwIfAborted();
    await this.session.writer.settle();
    const { report, close } = this.session.reportOf(phase.key);
    const silence = new SilenceWatch(this.session, phase.key, this.parts.settings.silentAfterMs);
    const working = this.contextOf(report, signal).then((context) => phase.run(context));
    const settled = new AbortController();
    try {
      return await Promise.race([working, this.letGo(signal, settled.signal)]);
    } finally {
      settled.abort();
      silence.close();
      close();
    }
  }

  /** Rejects when the signal was given and the time to let go has passed. */
  private async letGo(signal: AbortSignal, settled: AbortSignal): Promise<never> {
    await aborted(AbortSignal.any([signal, settled]));
    await delay(this.parts.settings.letGoMs, undefined, { signal: settled });
    throw signal.reason;
  }

  private async contextOf(report: PhaseContext['report'], signal: AbortSignal): Promise<PhaseContext> {
    const { installation, nodes, secrets, blobs, handling, worker } = this.parts;
    const { session } = this;
    const { id: container } = session.writer.requested;
    const spec = withinLimit(session.writer.requested.spec, this.parts.settings.maxScriptMs / 1_000);
    this.node ??= await nodes.open(spec.nodeId, signal);
    for (const secret of this.node.secrets ?? []) session.masking.add(secret);
    return {
      ...{ installation, container, spec, report, secrets, blobs, signal },
      run: session.run,
      facts: () => session.facts(),
      node: this.node,
      vmids: new Vmids(handling, `worker:${worker.id}`),
    };
  }

  async close(): Promise<void> {
    await this.node?.close();
  }
}

function withinLimit(spec: ContainerSpec, seconds: number): ContainerSpec {
  const scripts = spec.scripts.map((script) => ({
    ...script,
    timeoutSeconds: Math.min(script.timeoutSeconds, seconds),
  }));
  return { ...spec, scripts };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

/** The failure of a phase that could not even be begun. */
export function unknownPhase(key: string): PhaseOutcome {
  return failed('PHASE.UNKNOWN', `This version has no phase ${key}.`, 'Install a newer version.', false);
}

function failed(code: string, message: string, likelyCause: string, retryable: boolean): PhaseOutcome {
  return { kind: 'failed', failure: { step: null, code, message, likelyCause, retryable, exitCode: null } };
}

function timedOut(phase: Phase, limitMs: number, last: unknown): PhaseOutcome {
  const seconds = String(Math.round(limitMs / 1000));
  const why = last === null ? '' : ` The last error was: ${messageOf(last)}`;
  const cause = 'The node or the container is slow or cannot be reached. Look at the last lines of the log.';
  return failed('PHASE.TIMED_OUT', `${phase.title} did not end within ${seconds} s.${why}`, cause, true);
}

function unexpected(error: unknown): PhaseOutcome {
  return failed(
    'PHASE.UNEXPECTED',
    messageOf(error),
    'This was not foreseen: please report it with the log.',
    true,
  );
}

/** Whether an error may pass is data, decided where the knowledge is. */
function isTransient(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  return error instanceof Error && 'retryable' in error && error.retryable === true;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
