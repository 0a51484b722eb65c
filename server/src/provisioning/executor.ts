import { setTimeout as delay } from 'node:timers/promises';
import { Interruptions, RunCancelled } from './interruption.js';
import { knownSecrets } from './known-secrets.js';
import { readLogPlace } from './log-place.js';
import { LogWriter } from './log-writer.js';
import { Masking } from './masking.js';
import { PhaseRunner, unknownPhase } from './phase-runner.js';
import { cancellation } from './phases/cancellation.js';
import type { PhaseOutcome } from './phases/phase.js';
import type { ExecutorParts } from './ports.js';
import { RunSession } from './run-session.js';
import { ClaimLost, RunWriter } from './run-writer.js';
import type { Step } from './saga.js';
import { nextStep } from './saga.js';
import type { Failure } from '../containers/domain/events.js';

/** How an executor left a run. */
export type ExecutorResult = 'idle' | 'owned-by-another' | 'lost' | 'interrupted';

/** Whether a claimed run may begin on its node. */
export interface Place {
  /** @param claimedAt commit position of its claim */
  isTaken(claimedAt: bigint): Promise<boolean>;
}

const ALWAYS_FREE: Place = { isTaken: () => Promise.resolve(false) };

/** Works on one container's latest run: read, ask the saga, claim, take the step, and again. */
export class Executor {
  private writer: RunWriter | null = null;
  private session: RunSession | null = null;
  private runner: PhaseRunner | null = null;
  private claim = 0;
  private readonly interruptions: Interruptions;
  private lookFailed = false;
  private waiting = false;

  constructor(
    private readonly parts: ExecutorParts,
    private readonly container: string,
    private readonly signal: AbortSignal,
    private readonly place: Place = ALWAYS_FREE,
  ) {
    this.interruptions = new Interruptions(signal, () => parts.worker.holdsLease());
  }

  async run(): Promise<ExecutorResult> {
    try {
      return await this.steps();
    } catch (error) {
      if (this.signal.aborted) return 'interrupted';
      if (error instanceof ClaimLost) return 'lost';
      throw error;
    } finally {
      this.interruptions.close();
      await this.session?.log.flush().catch(() => undefined);
      await this.runner?.close();
    }
  }

  /** Whether it has a run, and waits for a place on the run's node. */
  get waits(): boolean {
    return this.waiting;
  }

  /** Something of the container was recorded up to this position: if it is news, what goes on here may have to end. */
  async look(position: bigint): Promise<void> {
    if (!this.writer || this.writer.position >= position) return;
    try {
      await this.writer.refresh();
      this.lookFailed = false;
    } catch {
      this.lookFailed = true;
    }
  }

  /** Looks again if the last look did not come through. */
  async lookAgain(): Promise<void> {
    if (this.lookFailed && this.writer) await this.look(this.writer.position + 1n);
  }

  private async steps(): Promise<ExecutorResult> {
    const { handling, worker } = this.parts;
    this.writer = await RunWriter.open(handling, this.container, worker.id, (container) => {
      this.interruptions.notice(container, { worker: worker.id, claim: this.claim });
    });
    for (;;) {
      this.signal.throwIfAborted();
      const step = nextStep(this.writer.container, { worker: worker.id, claim: this.claim });
      if (step.kind === 'nothing') return 'idle';
      if (step.kind === 'claim') {
        if (await this.isSomebodyElses(step.owner)) return 'owned-by-another';
        await this.take(this.writer, step);
        continue;
      }
      await this.workOn(step);
    }
  }

  private async isSomebodyElses(owner: string | null): Promise<boolean> {
    const { worker } = this.parts;
    return owner !== null && owner !== worker.id && !(await worker.isGone(owner));
  }

  private async take(writer: RunWriter, { run, after }: Extract<Step, { kind: 'claim' }>): Promise<void> {
    this.claim = await writer.claim(run, after);
    const claimedAt = writer.position;
    this.session = await this.openSession(writer, this.claim);
    await this.runner?.close();
    this.runner = new PhaseRunner(this.parts, this.session);
    // What was recorded before the claim counts as well.
    this.interruptions.notice(writer.container, { worker: this.parts.worker.id, claim: this.claim });
    await this.waitForPlace(claimedAt);
  }

  private async waitForPlace(claimedAt: bigint): Promise<void> {
    const { ofPhases: signal, ofCancellation } = this.interruptions;
    this.waiting = true;
    let said = false;
    while (!signal.aborted && (await this.place.isTaken(claimedAt))) {
      if (!said) this.sayThatItWaits();
      said = true;
      await delay(this.parts.settings.tickMs, undefined, { signal }).catch(() => undefined);
    }
    this.waiting = false;
    ofCancellation.throwIfAborted();
  }

  private sayThatItWaits(): void {
    const { session, writer } = this;
    const step = writer && nextStep(writer.container, { worker: this.parts.worker.id, claim: this.claim });
    if (step?.kind !== 'run-phase') return;
    const { nodeConcurrency } = this.parts.settings;
    const text = `Waits for a place: as many runs as may go on at a time do so on its node (${String(nodeConcurrency)}).`;
    session?.log.write({ phase: step.phase, stream: 'system', text });
  }

  private async workOn(step: Exclude<Step, { kind: 'nothing' | 'claim' }>): Promise<void> {
    switch (step.kind) {
      case 'run-phase':
        await this.runPhase(step.phase).catch((error: unknown) => {
          // Recorded already: the saga is asked what follows from it.
          if (!(error instanceof RunCancelled)) throw error;
        });
        return;
      case 'cancel':
        await this.cancel();
        return;
      case 'end':
        await this.end(step.outcome, step.failure);
    }
  }

  private async openSession(writer: RunWriter, claim: number): Promise<RunSession> {
    const { store, worker, settings } = this.parts;
    const { run } = writer.requested;
    if (!run) throw new ClaimLost('There is no run.');
    const masking = new Masking();
    for (const secret of await knownSecrets(this.parts.secrets, writer.requested)) masking.add(secret);
    const place = await readLogPlace(store, this.container, run.id);
    const owner = { container: this.container, id: run.id, claim, worker: worker.id };
    const { ofCancellation } = this.interruptions;
    const log = new LogWriter(store, owner, place, settings.maxLines, masking, ofCancellation);
    await log.prepare();
    const identity = { id: run.id, claim, attempt: run.attempt };
    return new RunSession(identity, writer, log, masking, () => worker.holdsLease());
  }

  private current(): { session: RunSession; runner: PhaseRunner } {
    if (!this.session || !this.runner) throw new ClaimLost('The run was not claimed.');
    return { session: this.session, runner: this.runner };
  }

  private async runPhase(key: string): Promise<void> {
    const { session, runner } = this.current();
    const { id: run, claim } = session.run;
    await session.writer.record({ type: 'PhaseStarted', data: { run, claim, phase: key } });
    const phase = this.parts.phases.find((candidate) => candidate.key === key);
    const outcome = phase ? await runner.run(phase, this.interruptions.ofPhases) : unknownPhase(key);
    await session.log.flush();
    if (outcome.kind === 'completed') {
      const { note } = outcome;
      await session.writer.record({ type: 'PhaseCompleted', data: { run, claim, phase: key, note } });
      return;
    }
    // A phase that fails because it was stopped has not failed.
    this.interruptions.ofPhases.throwIfAborted();
    const failure = this.failureOf(key, outcome);
    await session.writer.record({ type: 'PhaseFailed', data: { run, claim, phase: key, failure } });
  }

  /** Errors may hold what a command printed, so they are masked like a log line. */
  private failureOf(phase: string, { failure }: Extract<PhaseOutcome, { kind: 'failed' }>): Failure {
    return { ...failure, phase, message: this.current().session.masking.apply(failure.message) };
  }

  /** Stops what goes on outside, then ends the run; what could not be stopped in time is said. */
  private async cancel(): Promise<void> {
    const { session, runner } = this.current();
    const { vmid, tasks } = session.facts();
    const nothingMade = vmid === null && Object.keys(tasks).length === 0;
    const phase = cancellation(this.parts.settings.cancelWithinMs);
    const outcome = nothingMade ? null : await runner.run(phase, this.interruptions.ofCancellation);
    const failure = outcome?.kind === 'failed' ? this.failureOf(phase.key, outcome) : null;
    await this.end('cancelled', failure);
  }

  private async end(outcome: 'ready' | 'failed' | 'cancelled', failure: Failure | null): Promise<void> {
    const { writer, log, run } = this.current().session;
    await log.end();
    await writer.record({ type: 'RunEnded', data: { run: run.id, claim: run.claim, outcome, failure } });
  }
}
