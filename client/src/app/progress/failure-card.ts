import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { FailureDetailsFragment, RunKind } from '../../../../schema/generated/client.js';
import { RunActions } from '../containers/run-actions.js';
import { Icon } from '../ui/icon.js';
import { plainText } from './ansi.js';
import type { PhaseProgress } from './progress-state.js';
import type { LogLine, RunLog } from './run-log.js';

const LAST_LINES = 6;
const REPEATED: ReadonlyMap<string, RunKind> = new Map([
  ['start', 'START'],
  ['stop', 'STOP'],
  ['destroy', 'DESTROY'],
]);

/** What failed, why, and what to do now. */
@Component({
  selector: 'ih-failure-card',
  imports: [Icon, MatButton, RunActions, RouterLink],
  template: `
    <section class="card failure" data-testid="failure-card" aria-labelledby="failure-heading">
      <div role="alert">
        <h2 id="failure-heading"><ih-icon name="alert" /> {{ heading() }}</h2>
      </div>
      <p class="message mono">{{ failure().message }}</p>
      @if (lastLines(); as lines) {
        <pre aria-label="Last lines of the log" role="group">{{ lines }}</pre>
      }
      <p class="cause">
        <strong>Likely cause:</strong> {{ failure().likelyCause }}
        <span class="muted code mono">{{ failure().code }}</span>
      </p>
      @if (!failure().retryable) {
        <p class="muted">Retrying helps only after the cause is put right.</p>
      }
      <ih-run-actions
        [containerId]="containerId()"
        [hostname]="hostname()"
        state="FAILED"
        [retry]="retry()"
        [promising]="failure().retryable"
      >
        <a matButton data-testid="keep" [routerLink]="['/containers', containerId()]">Keep it as it is</a>
      </ih-run-actions>
    </section>
  `,
  styles: `
    .failure {
      display: grid;
      gap: 12px;
      border-color: var(--mat-sys-error);
    }
    h2 {
      display: flex;
      gap: 8px;
      align-items: center;
      color: var(--mat-sys-error);
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    pre {
      margin: 0;
      padding: 10px 12px;
      border-radius: 10px;
      background: var(--mat-sys-surface-container-high);
      font: 400 12.5px/1.55 var(--ih-mono);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .code {
      font-size: 0.8rem;
    }
  `,
})
export class FailureCard {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
  readonly failure = input.required<FailureDetailsFragment>();
  readonly phases = input.required<readonly PhaseProgress[]>();
  readonly log = input.required<RunLog>();

  /** A run that only starts, stops or destroys is repeated; every other is provisioned again. */
  protected readonly retry = computed(() => {
    const [only, ...more] = this.phases();
    return (more.length === 0 && REPEATED.get(only?.key ?? '')) || 'RETRY';
  });
  protected readonly phaseTitle = computed(() => {
    const { phase } = this.failure();
    return this.phases().find(({ key }) => key === phase)?.title ?? phase;
  });
  protected readonly heading = computed(() => {
    const { step, exitCode, phase } = this.failure();
    const steps = this.phases().find(({ key }) => key === phase)?.steps ?? [];
    const title = step === null ? this.phaseTitle() : (steps.find(({ key }) => key === step)?.title ?? step);
    return exitCode === null ? `${title} failed` : `${title} failed with exit code ${exitCode}`;
  });
  protected readonly lastLines = computed(() => lastLinesOf(this.log(), this.failure()));
}

/** The last lines of what failed: of the step if it has any, else of the phase. */
function lastLinesOf(log: RunLog, { phase, step }: FailureDetailsFragment): string {
  const ofPhase: LogLine[] = [];
  const ofStep: LogLine[] = [];
  for (let index = log.length - 1; index >= 0 && ofStep.length < LAST_LINES; index -= 1) {
    const line = log.at(index);
    if (line?.phase !== phase) continue;
    if (ofPhase.length < LAST_LINES) ofPhase.push(line);
    if (step !== null && line.step === step) ofStep.push(line);
    if (step === null && ofPhase.length === LAST_LINES) break;
  }
  const lines = ofStep.length > 0 ? ofStep : ofPhase;
  return lines
    .map(({ raw }) => plainText(raw))
    .reverse()
    .join('\n');
}
