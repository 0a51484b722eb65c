import type { RunFacts, ReportedLine, RunReport } from './phases/phase.js';
import type { PhaseFact, ReportedFact } from '../containers/domain/events.js';
import type { LogWriter } from './log-writer.js';
import type { Masking } from './masking.js';
import type { RunWriter } from './run-writer.js';
import { ClaimLost } from './run-writer.js';

const SAID: ReadonlySet<string> = new Set(['message', 'note']);

/** A claimed run as its phases see it: what is known, and how to tell more. */
export class RunSession {
  constructor(
    readonly run: { readonly id: string; readonly claim: number; readonly attempt: number },
    readonly writer: RunWriter,
    readonly log: LogWriter,
    readonly masking: Masking,
    private readonly holdsLease: () => boolean,
  ) {}

  /** Stops before anything outside is touched once others may have taken the run. */
  assertLease(): void {
    if (!this.holdsLease()) throw new ClaimLost('This worker has not been heard of for too long.');
  }

  /** How long a phase may take by the run's plan, in milliseconds; null if that says nothing. */
  limitOf(phase: string): number | null {
    const planned = this.writer.requested.run?.plan.find(({ key }) => key === phase);
    return planned?.limitSeconds === undefined ? null : planned.limitSeconds * 1_000;
  }

  facts(): RunFacts {
    const { vmid, cluster, address, tasks, installedGroups, scripts, services } = this.writer.requested.world;
    const offset = (source: string) => this.log.offset(source);
    return { vmid, cluster, address, tasks, installedGroups, scripts, services, offset };
  }

  /** When, by this process's clock, the run last gave a sign of life, and which. */
  lastSign: { readonly at: number; readonly text: string } = { at: performance.now(), text: '' };

  private heard(text: string): void {
    this.lastSign = { at: performance.now(), text };
  }

  /** The report of one phase, until it is closed. */
  reportOf(phase: string): { report: RunReport; close: () => void } {
    let open = true;
    const report: RunReport = {
      fact: async (fact) => {
        if (!open) throw new ClaimLost('The phase was ended before.');
        this.assertLease();
        this.heard(fact.type);
        // Lines that were told before the fact are stored before it, so that a replay tells the same story.
        await this.log.flush();
        await this.writer.record(this.withRun(fact));
      },
      line: (line: ReportedLine) => {
        if (!open) return;
        this.heard(line.text);
        this.log.write({ ...line, phase });
      },
      ready: () => this.log.ready(),
      mask: (secret) => {
        this.masking.add(secret);
      },
    };
    const close = () => {
      open = false;
    };
    return { report, close };
  }

  private withRun(fact: ReportedFact): PhaseFact {
    const { id: run, claim } = this.run;
    return { type: fact.type, data: { ...this.masked(fact.data), run, claim } } as PhaseFact;
  }

  /** Facts hold ids and checksums, which must stay as they are; only what a program may have said is masked. */
  private masked(data: object): object {
    const entries = Object.entries(data).map(([key, value]: [string, unknown]) =>
      SAID.has(key) && typeof value === 'string' ? [key, this.masking.apply(value)] : [key, value],
    );
    return Object.fromEntries(entries) as object;
  }
}
