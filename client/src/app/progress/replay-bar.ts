import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';
import { readableDuration } from '../ui/readable.js';
import { Replay, SPEEDS } from './replay.js';

const STEP_MS = 10;

/** Plays, pauses and moves a replay. */
@Component({
  selector: 'ih-replay-bar',
  imports: [Icon, MatButton, MatIconButton],
  template: `
    <div class="bar" role="group" aria-label="Replay" data-testid="replay-bar">
      <button
        matIconButton
        type="button"
        data-testid="replay-play"
        [attr.aria-label]="replay.playing() ? 'Pause' : 'Play'"
        (click)="replay.playing() ? replay.pause() : replay.play()"
      >
        <ih-icon [name]="replay.playing() ? 'pause' : 'play'" />
      </button>
      <input
        type="range"
        min="0"
        [step]="step"
        aria-label="Moment of the run"
        data-testid="replay-slider"
        [max]="end()"
        [value]="replay.positionMs()"
        [attr.aria-valuetext]="position()"
        (input)="replay.seek(slider.valueAsNumber)"
        #slider
      />
      <span class="time">{{ position() }} of {{ duration() }}</span>
      <select aria-label="Speed" data-testid="replay-speed" (change)="setSpeed(speeds.value)" #speeds>
        @for (speed of choices; track speed) {
          <option [value]="speed" [selected]="speed === replay.speed()">{{ speed }}×</option>
        }
      </select>
      <button matButton type="button" data-testid="replay-close" (click)="replay.close()">
        Close replay
      </button>
    </div>
  `,
  styles: `
    .bar {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      align-items: center;
      padding: 6px 10px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 14px;
      background: var(--mat-sys-surface-container-low);
    }
    input {
      flex: 1 1 140px;
      min-width: 0;
      accent-color: var(--mat-sys-primary);
    }
    .time {
      font-size: 0.88rem;
      font-variant-numeric: tabular-nums;
      color: var(--mat-sys-on-surface-variant);
    }
    select {
      height: 32px;
      padding: 0 24px 0 8px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 8px;
      background-color: transparent;
      color: inherit;
      font: inherit;
    }
  `,
})
export class ReplayBar {
  protected readonly replay = inject(Replay);
  protected readonly choices = SPEEDS;
  protected readonly step = STEP_MS;
  /** A slider stops at whole steps only: rounded down, the run's last event would be out of its reach. */
  protected readonly end = computed(() => Math.ceil(this.replay.durationMs() / STEP_MS) * STEP_MS);
  protected readonly position = computed(() => readableDuration(this.replay.positionMs()));
  protected readonly duration = computed(() => readableDuration(this.replay.durationMs()));

  protected setSpeed(text: string): void {
    this.replay.speed.set(SPEEDS.find((speed) => String(speed) === text) ?? 1);
  }
}
