import { computed, DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { RunProgress } from './progress-state.js';
import { ReplayScript } from './replay-script.js';
import { WatchedRun } from './watched-run.js';

export const SPEEDS = [1, 2, 5, 10, 20, 50];

/** Plays a finished run once more. While it is open, the page shows the run as it was at that moment. */
@Injectable()
export class Replay {
  private readonly watched = inject(WatchedRun);
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly script = signal<ReplayScript | null>(null);
  private readonly position = signal(0);
  private readonly running = signal(false);
  private handle = 0;

  readonly speed = signal(5);
  readonly isOpen = computed(() => this.script() !== null);
  readonly playing = this.running.asReadonly();
  readonly positionMs = this.position.asReadonly();
  readonly durationMs = computed(() => this.script()?.durationMs ?? 0);
  readonly progress = computed<RunProgress | null>(() => this.script()?.stateAt(this.position()) ?? null);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.pause();
    });
  }

  open(): void {
    this.script.set(new ReplayScript(this.watched.recorded()));
    this.position.set(0);
    this.play();
  }

  close(): void {
    this.pause();
    this.script.set(null);
  }

  /** From the beginning again, if it had come to the end. */
  play(): void {
    if (this.position() >= this.durationMs()) this.position.set(0);
    this.pause();
    this.running.set(true);
    this.step(this.window?.performance.now() ?? 0);
  }

  pause(): void {
    this.running.set(false);
    this.window?.cancelAnimationFrame(this.handle);
  }

  seek(ms: number): void {
    this.position.set(Math.min(Math.max(0, ms), this.durationMs()));
  }

  private step(before: number): void {
    this.handle =
      this.window?.requestAnimationFrame((now) => {
        this.seek(this.position() + (now - before) * this.speed());
        if (this.position() >= this.durationMs()) this.pause();
        else this.step(now);
      }) ?? 0;
  }
}
