import { Component, inject } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { WizardModel } from './wizard-model.js';

/** What the container may do, and when it starts. */
@Component({
  selector: 'ih-feature-fields',
  imports: [MatSlideToggle],
  template: `
    @let draft = model.draft();
    <fieldset>
      <legend>Features</legend>
      <div class="switch">
        <mat-slide-toggle
          [checked]="draft.unprivileged"
          (change)="model.patch({ unprivileged: $event.checked })"
          >Unprivileged</mat-slide-toggle
        >
        <p class="remark">Its root is an ordinary user of the node. Turn it off only if you know why.</p>
      </div>
      <div class="switch">
        <mat-slide-toggle [checked]="draft.nesting" (change)="model.patch({ nesting: $event.checked })"
          >Nesting</mat-slide-toggle
        >
        <p class="remark">It may run containers itself; current systemd needs it too.</p>
      </div>
      <div class="switch">
        <mat-slide-toggle
          [checked]="draft.startOnBoot"
          (change)="model.patch({ startOnBoot: $event.checked })"
          >Start with the node</mat-slide-toggle
        >
      </div>
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
})
export class FeatureFields {
  protected readonly model = inject(WizardModel);
}
