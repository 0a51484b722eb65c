import { Component, computed, inject } from '@angular/core';
import { CopyButton } from '../ui/copy-button.js';
import { Notice } from '../ui/notice.js';
import type { PlanPhase } from './preview.js';
import { Preview } from './preview.js';

/** Everything that a run would do, call by call; asked for when somebody unfolds it. */
@Component({
  selector: 'ih-plan-view',
  imports: [CopyButton, Notice],
  template: `
    <details class="card" data-testid="plan" (toggle)="preview.askForPlan()">
      <summary>What exactly will happen: each call, command and file</summary>
      @if (preview.planFailure(); as text) {
        <ih-notice tone="error">{{ text }}</ih-notice>
      } @else if (preview.phases(); as phases) {
        <p class="row muted">
          Secrets are masked; what only the run finds out is in angle brackets.
          <ih-copy-button [text]="text()" label="Copy the whole plan" />
        </p>
        @for (phase of phases; track phase.key) {
          <h3>{{ phase.title }}</h3>
          <ol class="plain-list">
            @for (action of phase.actions; track $index) {
              <li data-testid="plan-action">
                <span>{{ action.title }}</span>
                <code tabindex="0">{{ action.text }}</code>
                @if (action.note) {
                  <span class="muted">{{ action.note }}</span>
                }
              </li>
            } @empty {
              <li class="muted">Nothing to do.</li>
            }
          </ol>
        }
      } @else {
        <p class="muted" role="status">Working it out…</p>
      }
    </details>
  `,
  styles: `
    .card {
      padding: 14px 20px;
    }
    summary {
      font-weight: 600;
      cursor: pointer;
    }
    h3 {
      margin: 16px 0 6px;
    }
    ol {
      display: grid;
      gap: 10px;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 3px;
    }
    code {
      max-height: 180px;
      padding: 8px 12px;
      overflow: auto;
      border-radius: 8px;
      background: var(--mat-sys-surface-container-high);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    p {
      margin: 8px 0 0;
    }
  `,
})
export class PlanView {
  protected readonly preview = inject(Preview);
  protected readonly text = computed(() => textOf(this.preview.phases() ?? []));
}

function textOf(phases: readonly PlanPhase[]): string {
  return phases
    .map(({ title, actions }) => {
      const lines = actions.map(({ title: what, text }) => `# ${what}\n${text}`);
      return [`## ${title}`, ...lines].join('\n\n');
    })
    .join('\n\n');
}
