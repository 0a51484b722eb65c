import { randomUUID } from 'node:crypto';
import type { Container, RequestedContainer } from '../containers/domain/container.js';
import type { WorkerEvent } from '../containers/domain/container-decider.js';
import { containerDecider, containerStream } from '../containers/domain/container-decider.js';
import type { ContainerEvent } from '../containers/domain/events.js';
import type { CommandHandling, Folded } from '../event-store/command-handling.js';
import { StoreUnavailable, WrongRevision } from '../event-store/event-store.js';

/** The run belongs to another worker now, or has ended: nothing more may be done for it. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** Records what a worker does in a container's stream, under its claim and at exact revisions. */
export class RunWriter {
  /** Appends go one after another: two at once would be each other's conflict. */
  private last: Promise<void> = Promise.resolve();
  /** Whether the last append happened is unknown. */
  private uncertain = false;

  private constructor(
    private readonly handling: CommandHandling,
    private readonly worker: string,
    private folded: Folded<Container>,
    /** Called when others have recorded something. */
    private readonly onNews: (container: Container) => void,
  ) {}

  /** Reads the container anew from the store. */
  static async open(
    handling: CommandHandling,
    container: string,
    worker: string,
    onNews: (container: Container) => void = () => undefined,
  ): Promise<RunWriter> {
    const folded = await handling.fold<Container, never>(
      containerStream(container),
      containerDecider as never,
    );
    return new RunWriter(handling, worker, folded, onNews);
  }

  get container(): Container {
    return this.folded.state;
  }

  /** Commit position of the last event that is known here. */
  get position(): bigint {
    return this.folded.position;
  }

  /** The container of a run that goes on. */
  get requested(): RequestedContainer {
    if (this.folded.state.state === 'not-requested') throw new ClaimLost('There is no such container.');
    return this.folded.state;
  }

  /** Claims the run. Throws `ClaimLost` if another worker was faster. */
  async claim(run: string, after: number): Promise<number> {
    await this.execute({ type: 'ClaimRun', run, worker: this.worker, after });
    return after + 1;
  }

  /** Appends an event of a run; resolves once it is stored. Throws `ClaimLost` if the claim is not the latest. */
  record(event: WorkerEvent): Promise<void> {
    return this.execute({ type: 'RecordOfRun', event });
  }

  /** Finds out what was recorded, if the last answer was lost. */
  async settle(): Promise<void> {
    if (this.uncertain) await this.refresh();
  }

  /** Reads what others have recorded. */
  refresh(): Promise<void> {
    return this.inTurn(() => this.reload());
  }

  private execute(command: Parameters<typeof containerDecider.decide>[0]): Promise<void> {
    return this.inTurn(() => this.executeNow(command));
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.last.then(work);
    this.last = next.catch(() => undefined);
    return next;
  }

  private async executeNow(command: Parameters<typeof containerDecider.decide>[0]): Promise<void> {
    if (this.uncertain) await this.reload();
    for (;;) {
      const decision = containerDecider.decide(command, this.folded.state);
      if (decision.kind === 'rejected')
        throw new ClaimLost(`The run is not ours any more: ${decision.rejection.code}`);
      if (decision.events.length === 0) return;
      try {
        await this.append(decision.events);
        return;
      } catch (error) {
        this.uncertain = error instanceof StoreUnavailable;
        if (!(error instanceof WrongRevision)) throw error;
        await this.reload();
      }
    }
  }

  private async append(events: readonly ContainerEvent[]): Promise<void> {
    const { state, revision } = this.folded;
    const stream = containerStream(this.requested.id);
    const metadata = {
      commandId: randomUUID(),
      correlationId: this.requested.run?.id ?? '',
      actor: `worker:${this.worker}`,
      at: new Date().toISOString(),
    };
    const appended = await this.handling.append(stream, revision, events, metadata);
    this.folded = { state: events.reduce<Container>(containerDecider.evolve, state), ...appended };
  }

  private async reload(): Promise<void> {
    const stream = containerStream(this.requested.id);
    this.folded = await this.handling.fold(stream, containerDecider);
    this.uncertain = false;
    this.onNews(this.folded.state);
  }
}
