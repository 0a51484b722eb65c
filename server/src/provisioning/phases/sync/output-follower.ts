import type { PhaseContext } from '../phase.js';
import type { Frame } from './frames.js';
import { FrameReader } from './frames.js';
import { HeldLines, isTrace } from './held-lines.js';
import type { OutputLine } from './line-splitter.js';
import { LineSplitter } from './line-splitter.js';
import { registeredSecrets } from './registered-secrets.js';

export type Ending =
  | {
      readonly kind: 'exit';
      readonly exitCode: number;
      /** `timeout` and `output` (too much of it): the supervisor ended the program. */
      readonly reason: string;
      readonly durationMs: number;
      /** What the program wrote into its result file. */
      readonly result: string;
      /** The end of its standard error, as far as it was read here. */
      readonly complaint: string;
    }
  | { readonly kind: 'interrupted' };

type Channel = 'stdout' | 'stderr';
type Line = OutputLine & { readonly channel: Channel };

/** Turns the frames of an execution into reported lines, each with the offset from which to go on. */
export class OutputFollower {
  ending: Ending | null = null;
  /** Grows with everything that was read. */
  progress = 0;
  private frames = new FrameReader();
  private splitters: Record<Channel, LineSplitter>;
  private result = '';
  private complaints: string[] = [];
  private readonly held = new HeldLines<Line>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly context: PhaseContext,
    private readonly execution: string,
    private readonly step: string,
  ) {
    const facts = context.facts();
    this.splitters = {
      stdout: new LineSplitter(facts.offset(this.source('stdout'))),
      stderr: new LineSplitter(facts.offset(this.source('stderr'))),
    };
  }

  /** Prepares for a new connection; answers the offsets behind the last complete lines. */
  restart(): Record<Channel, number> {
    const offsets = { stdout: this.splitters.stdout.lineOffset, stderr: this.splitters.stderr.lineOffset };
    this.frames = new FrameReader();
    this.splitters = { stdout: new LineSplitter(offsets.stdout), stderr: new LineSplitter(offsets.stderr) };
    return offsets;
  }

  async push(chunk: Buffer): Promise<void> {
    const frames = this.frames.push(chunk);
    this.progress += chunk.length;
    for (const frame of frames) this.take(frame);
    await this.context.report.ready();
  }

  private take(frame: Frame): void {
    switch (frame.kind) {
      case 'secrets':
        for (const value of registeredSecrets(frame.body)) this.context.report.mask(value);
        return;
      case 'stdout':
      case 'stderr':
        this.hear(frame.kind, this.splitters[frame.kind].push(frame.body));
        this.show();
        return;
      case 'result':
        this.result = frame.body.toString('utf8');
        return;
      case 'exit':
        this.finish();
        this.ending = { ...frame, result: this.result, complaint: this.complaints.join('\n') };
        return;
      case 'interrupted':
        this.finish();
        this.ending = frame;
    }
  }

  /** Shows what is still held: the program has ended, or nobody follows it here any more. */
  end(): void {
    this.show(Infinity);
  }

  private finish(): void {
    for (const channel of ['stdout', 'stderr'] as const) this.hear(channel, this.splitters[channel].end());
    this.end();
  }

  private hear(channel: Channel, lines: readonly OutputLine[]): void {
    const now = performance.now();
    for (const line of lines) {
      this.held.add({ ...line, channel }, channel === 'stderr' && isTrace(line.text), now);
    }
    if (channel === 'stderr')
      this.complaints = [...this.complaints, ...lines.map(({ text }) => text)].slice(-3);
  }

  private show(now = performance.now()): void {
    clearTimeout(this.timer ?? undefined);
    for (const { channel, text, nextOffset } of this.held.take(now)) {
      const source = { name: this.source(channel), nextOffset };
      this.context.report.line({ stream: channel, text, step: this.step, source });
    }
    const next = this.held.nextDue;
    this.timer =
      next === null
        ? null
        : setTimeout(() => {
            this.show();
          }, next - now);
  }

  private source(channel: Channel): string {
    return `script:${this.execution}:${channel}`;
  }
}
