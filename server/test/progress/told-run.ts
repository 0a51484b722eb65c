import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent } from '../../src/event-store/event-store.js';
import { SPEC } from '../provisioning/provisioning-harness.js';

/** A run that is told step by step, as a worker would record it. */
export class ToldRun {
  readonly container = randomUUID();
  readonly run = randomUUID();
  private lines = 0;

  constructor(private readonly store: EventStore) {}

  async begin(): Promise<void> {
    const { container, run } = this;
    const phases = ['create', 'start'].map((key) => ({ key, title: key, weight: 1, skipped: false }));
    const node = { name: 'pve', cluster: 'home', lab: true };
    await this.record('ContainerRequested', { container, spec: SPEC, inputHash: 'h', node });
    await this.record('RunRequested', { run, kind: 'provision', attempt: 1, plan: phases });
    await this.record('RunClaimed', { run, claim: 1, worker: 'w' });
  }

  async startPhase(phase: string): Promise<void> {
    await this.record('PhaseStarted', { run: this.run, claim: 1, phase });
  }

  async completePhase(phase: string): Promise<void> {
    await this.record('PhaseCompleted', { run: this.run, claim: 1, phase, note: null });
  }

  async log(phase: string, count: number): Promise<void> {
    const { run } = this;
    const lines = Array.from({ length: count }, (_none, index) => `line ${String(this.lines + index)}`);
    const data = { run, claim: 1, phase, step: null, stream: 'stdout', firstLine: this.lines, lines };
    await this.append('containerLog-', 'LinesLogged', { ...data, source: null });
    this.lines += count;
  }

  async end(): Promise<void> {
    await this.record('RunEnded', { run: this.run, claim: 1, outcome: 'ready', failure: null });
  }

  /** The whole story, from the request to the end. */
  async tell(): Promise<void> {
    await this.begin();
    for (const phase of ['create', 'start']) {
      await this.startPhase(phase);
      for (let batch = 0; batch < 5; batch++) await this.log(phase, 3 + batch);
      await this.completePhase(phase);
    }
    await this.end();
  }

  private record(type: string, data: object): Promise<void> {
    return this.append('container-', type, data);
  }

  private async append(prefix: string, type: string, data: object): Promise<void> {
    const metadata = { version: 1, commandId: randomUUID(), correlationId: this.run, causationId: this.run };
    const event: NewEvent = {
      ...{ id: randomUUID(), type, data },
      metadata: { ...metadata, actor: 'worker:w', at: new Date().toISOString() },
    };
    await this.store.append(`${prefix}${this.container}`, 'any', [event]);
  }
}
