import type { RunSession } from './run-session.js';

/** Parts of the limit after which it looks. */
const LOOKS = 10;

/** Declares a run stuck, once per silence, when its phase gives no sign of life; and takes it back when it does. */
export class SilenceWatch {
  private readonly timer: NodeJS.Timeout;
  private told = false;

  constructor(
    private readonly session: RunSession,
    private readonly phase: string,
    private readonly limitMs: number,
  ) {
    this.timer = setInterval(() => {
      this.look();
    }, limitMs / LOOKS);
  }

  private look(): void {
    const { at, text } = this.session.lastSign;
    const silentMs = performance.now() - at;
    if (silentMs > this.limitMs === this.told) return;
    this.told = !this.told;
    const { id: run, claim } = this.session.run;
    const { phase } = this;
    const last = this.session.masking.apply(text).slice(0, 500);
    const told = this.session.writer.record(
      this.told
        ? {
            type: 'RunWentSilent',
            data: { run, claim, phase, silentSeconds: Math.round(silentMs / 1_000), last },
          }
        : { type: 'RunSpokeAgain', data: { run, claim, phase } },
    );
    // Whatever hinders it ends the phase as well; saying so again later does no harm.
    told.catch(() => (this.told = !this.told));
  }

  close(): void {
    clearInterval(this.timer);
  }
}
