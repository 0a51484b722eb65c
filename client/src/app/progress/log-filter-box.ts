import { Component, computed, input, model } from '@angular/core';
import type { LogStream } from '../../../../schema/generated/client.js';
import type { LogFilter } from './log-filter.js';
import type { PhaseProgress } from './progress-state.js';

const STREAMS: Record<LogStream, string> = {
  SYSTEM: 'Infrahaus',
  TASK: 'Proxmox task',
  STDOUT: 'Output',
  STDERR: 'Errors',
};

/** Chooses the phase or step, and the source, whose lines a log shows. */
@Component({
  selector: 'ih-log-filter-box',
  template: `
    <select
      aria-label="Lines of which step"
      data-testid="log-part"
      [class.on]="part()"
      (change)="choosePart(parts.value)"
      #parts
    >
      <option value="" [selected]="part() === ''">All steps</option>
      @for (choice of choices(); track choice.value) {
        <option [value]="choice.value" [selected]="choice.value === part()">{{ choice.text }}</option>
      }
    </select>
    <select
      aria-label="Lines from which source"
      data-testid="log-stream"
      [class.on]="filter().stream"
      (change)="chooseStream(streams.value)"
      #streams
    >
      <option value="" [selected]="filter().stream === null">All sources</option>
      @for (stream of sources; track stream.value) {
        <option [value]="stream.value" [selected]="stream.value === filter().stream">
          {{ stream.text }}
        </option>
      }
    </select>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      min-width: 0;
    }
    select {
      max-width: 170px;
      height: 32px;
      padding: 0 24px 0 8px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 8px;
      background-color: var(--mat-sys-surface-container-low);
      color: var(--mat-sys-on-surface-variant);
      font: inherit;
      font-size: 0.88rem;
      text-overflow: ellipsis;
    }
    select.on {
      border-color: var(--mat-sys-primary);
      color: var(--mat-sys-primary);
    }
    @media (max-width: 600px) {
      :host {
        flex: 1 0 100%;
        order: 1;
      }
      select {
        flex: 1 1 40%;
        min-width: 0;
        max-width: none;
        height: 40px;
      }
    }
  `,
})
export class LogFilterBox {
  readonly phases = input.required<readonly PhaseProgress[]>();
  readonly filter = model.required<LogFilter>();

  protected readonly sources = Object.entries(STREAMS).map(([value, text]) => ({ value, text }));
  protected readonly choices = computed(() => this.phases().flatMap(choicesOf));
  protected readonly part = computed(() => partOf(this.filter()));

  protected choosePart(value: string): void {
    const { phase, step } = this.choices().find((choice) => choice.value === value) ?? {
      phase: null,
      step: null,
    };
    this.filter.update((filter) => ({ ...filter, phase, step }));
  }

  protected chooseStream(value: string): void {
    const stream = isStream(value) ? value : null;
    this.filter.update((filter) => ({ ...filter, stream }));
  }
}

function choicesOf({ key: phase, title, steps }: PhaseProgress) {
  const whole = { phase, step: null, value: partOf({ phase, step: null }), text: title };
  const parts = steps.map(({ key: step, title: name }) => ({
    phase,
    step,
    value: partOf({ phase, step }),
    text: `\u2003${name}`,
  }));
  return [whole, ...parts];
}

function partOf({ phase, step }: Pick<LogFilter, 'phase' | 'step'>): string {
  return phase === null ? '' : JSON.stringify([phase, step]);
}

function isStream(value: string): value is LogStream {
  return value in STREAMS;
}
