import { Component, inject } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { CodeView } from '../ui/code-view.js';
import { PageHeading } from '../ui/page-heading.js';
import { WizardModel } from './wizard-model.js';

/** Step 4: which of the template's scripts run, in which order, and what they say. */
@Component({
  selector: 'ih-scripts-step',
  imports: [CodeView, MatSlideToggle, PageHeading],
  template: `
    <h1 ihPageHeading>Scripts</h1>
    <section class="card" aria-labelledby="scripts">
      <h2 id="scripts">They run in this order, as root in the container</h2>
      <ol class="plain-list items">
        @for (script of model.template()?.scripts ?? []; track script.name) {
          <li data-testid="script" [attr.data-script]="script.name">
            <mat-slide-toggle [checked]="isOn(script.name)" (change)="toggle(script.name, $event.checked)">
              <span class="mono">{{ script.name }}</span>
            </mat-slide-toggle>
            <p class="muted">{{ script.summary }}</p>
            <ih-code-view [name]="script.name" [text]="script.body" />
          </li>
        } @empty {
          <li class="muted">
            {{
              model.template()
                ? 'This template brings no scripts.'
                : 'Without a template there are no scripts.'
            }}
          </li>
        }
      </ol>
    </section>
  `,
  styleUrl: './list-step.scss',
})
export class ScriptsStep {
  protected readonly model = inject(WizardModel);

  protected isOn(script: string): boolean {
    return !this.model.draft().skippedScripts.includes(script);
  }

  protected toggle(script: string, on: boolean): void {
    const others = this.model.draft().skippedScripts.filter((name) => name !== script);
    this.model.patch({ skippedScripts: on ? others : [...others, script] });
  }
}
