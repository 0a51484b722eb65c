import { Component, inject } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { WizardModel } from './wizard-model.js';

/** Proxmox VE lets only root@pam set these, so they are set over SSH; nothing has to be done about it. */
const FEATURES = [
  { name: 'keyctl', title: 'Kernel keyrings', text: 'Docker in an unprivileged container needs them.' },
  {
    name: 'fuse',
    title: 'FUSE',
    text: 'File systems in user space; a backup may hang while one is mounted.',
  },
  { name: 'mknod', title: 'Device files', text: 'May make device files; experimental in Proxmox VE.' },
] as const;

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
      @for (feature of features; track feature.name) {
        <div class="switch" [attr.data-feature]="feature.name">
          <mat-slide-toggle [checked]="draft[feature.name]" (change)="set(feature.name, $event.checked)">{{
            feature.title
          }}</mat-slide-toggle>
          <p class="remark">{{ feature.text }}</p>
        </div>
      }
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
  protected readonly features = FEATURES;

  protected set(feature: (typeof FEATURES)[number]['name'], on: boolean): void {
    this.model.patch({ [feature]: on });
  }
}
