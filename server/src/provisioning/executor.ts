import { setTimeout as delay } from 'node:timers/promises';
import type { Failure } from '../containers/domain/events.js';
import type { BlobStore } from '../event-store/blobs.js';
import type { CommandHandling } from '../event-store/command-handling.js';
import type { EventStore } from '../event-store/event-store.js';
import { StoreUnavailable } from '../event-store/event-store.js';
import { LogWriter, readLogPlace } from './log-writer.js';
import { Masking } from './masking.js';
import type { NodeAccess, Phase, PhaseOutcome, SecretReader, SecretWriter } from './phases/phase.js';
import type { NodeOpener, ProvisioningSettings } from './ports.js';
import { RunSession } from './run-session.js';
import { ClaimLost, RunWriter } from './run-writer.js';
import { nextStep } from './saga.js';
import { Vmids } from './vmids.js';
import type { Worker } from './worker.js';

export interface ExecutorParts {
  readonly store: EventStore;
  readonly handling: CommandHandling;
  readonly blobs: BlobStore;
  readonly secrets: SecretReader & SecretWriter;
  readonly nodes: NodeOpener;
  readonly phases: readonly Phase[];
  readonly worker: Worker;
  readonly settings: ProvisioningSettings;
  readonly installation: string;
}

/** How an executor left a run. */
export type ExecutorResult = 'idle' | 'owned-by-another' | 'lost' | 'interrupted';

const LONGEST_PAUSE_FACTOR = 30;

/** Works on one container's latest run: read, ask the saga, claim, take the step, and again. */
export class Executor {
  private node: NodeAccess | null = null;
  private session: RunSession | null = null;

  constructor(
    private readonly parts: ExecutorParts,
    private readonly container: string,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<ExecutorResult> {
    try {
      return await this.steps();
    } catch (error) {
      if (this.signal.aborted) return 'interrupted';
      if (error instanceof ClaimLost) return 'lost';
      throw error;
    } finally {
      await this.session?.log.flush().catch(() => undefined);
      await this.node?.close();
    }
  }

  private async steps(): Promise<ExecutorResult> {
    const { handling, worker } = this.parts;
    const writer = await RunWriter.open(handling, this.container, worker.id);
    let claim = 0;
    for (;;) {
      this.signal.throwIfAborted();
      const step = nextStep(writer.container, { worker: worker.id, claim });
      switch (step.kind) {
        case 'nothing':
          return 'idle';
        case 'claim':
          if (step.owner !== null && step.owner !== worker.id && !(await worker.isGone(step.owner)))
            return 'owned-by-another';
          claim = await writer.claim(step.run, step.after);
          this.session = await this.openSession(writer, claim);
          break;
        case 'run-phase':
          await this.runPhase(step.phase);
          break;
        case 'end':
          await this.end(step.outcome, step.failure);
          break;
      }
    }
  }

  private async openSession(writer: RunWriter, claim: number): Promise<RunSession> {
    const { store, worker, settings } = this.parts;
    const { run } = writer.requested;
    if (!run) throw new ClaimLost('There is no run.');
    const masking = new Masking();
    const place = await readLogPlace(store, this.container, run.id);
    const owner = { container: this.container, id: run.id, claim, worker: worker.id };
    const log = new LogWriter(store, owner, place, settings.maxLines, (text) => masking.apply(text));
    await log.prepare();
    const identity = { id: run.id, claim, attempt: run.attempt };
    return new RunSession(identity, writer, log, masking, () => worker.holdsLease());
  }

  private current(): RunSession {
    if (!this.session) throw new ClaimLost('The run was not claimed.');
    return this.session;
  }

  private async runPhase(key: string): Promise<void> {
    const session = this.current();
    const { id: run, claim } = session.run;
    await session.writer.record({ type: 'PhaseStarted', data: { run, claim, phase: key } });
    const outcome = await this.outcomeOf(key, session);
    await session.log.flush();
    if (outcome.kind === 'completed') {
      await session.writer.record({
        type: 'PhaseCompleted',
        data: { run, claim, phase: key, note: outcome.note },
      });
      return;
    }
    const failure = this.masked({ ...outcome.failure, phase: key });
    await session.writer.record({ type: 'PhaseFailed', data: { run, claim, phase: key, failure } });
  }

  /** Errors may hold what a command printed, so they are masked like a log line. */
  private masked(failure: Failure): Failure {
    return { ...failure, message: this.current().masking.apply(failure.message) };
  }

  /** Runs the phase, again after faults that may pass, until its time is up. */
  private async outcomeOf(key: string, session: RunSession): Promise<PhaseOutcome> {
    const phase = this.parts.phases.find((candidate) => candidate.key === key);
    if (!phase)
      return failed('PHASE.UNKNOWN', `This version has no phase ${key}.`, 'Install a newer version.', false);
    const timeUp = AbortSignal.timeout(phase.timeoutMs);
    const signal = AbortSignal.any([this.signal, timeUp]);
    const isTimeUp = () => timeUp.aborted;
    let pause = this.parts.settings.retryPauseMs;
    for (;;) {
      try {
        return await this.attempt(phase, session, signal);
      } catch (error) {
        if (this.signal.aborted || error instanceof ClaimLost) throw error;
        if (isTimeUp()) return timedOut(phase, error);
        if (!isTransient(error)) return unexpected(error);
        const text = `${messageOf(error)} Trying again in ${String(Math.ceil(pause / 1000))} s.`;
        session.log.write({ phase: key, stream: 'system', text });
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (isTimeUp()) return timedOut(phase, null);
      pause = Math.min(pause * 2, this.parts.settings.retryPauseMs * LONGEST_PAUSE_FACTOR);
    }
  }

  private async attempt(phase: Phase, session: RunSession, signal: AbortSignal): Promise<PhaseOutcome> {
    session.assertLease();
    signal.throwIfAborted();
    const { spec } = session.writer.requested;
    this.node ??= await this.parts.nodes.open(spec.nodeId, this.signal);
    return phase.run({
      installation: this.parts.installation,
      container: this.container,
      spec,
      run: session.run,
      facts: () => session.facts(),
      node: this.node,
      report: session.reportOf(phase.key),
      secrets: this.parts.secrets,
      blobs: this.parts.blobs,
      vmids: new Vmids(this.parts.handling, `worker:${this.parts.worker.id}`),
      signal,
    });
  }

  private async end(outcome: 'ready' | 'failed', failure: Failure | null): Promise<void> {
    const { writer, log, run } = this.current();
    await log.flush();
    await writer.record({ type: 'RunEnded', data: { run: run.id, claim: run.claim, outcome, failure } });
  }
}

function failed(code: string, message: string, likelyCause: string, retryable: boolean): PhaseOutcome {
  return { kind: 'failed', failure: { step: null, code, message, likelyCause, retryable, exitCode: null } };
}

function timedOut(phase: Phase, last: unknown): PhaseOutcome {
  const seconds = String(Math.round(phase.timeoutMs / 1000));
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
