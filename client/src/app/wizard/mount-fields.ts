import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Icon } from '../ui/icon.js';
import { NumberField } from '../ui/number-field.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import { storageChoices } from './node-choices.js';
import type { MountPoint } from './wizard-draft.js';
import { WizardModel } from './wizard-model.js';

/** As many as the rules take. */
const MAX_VOLUMES = 32;

/** Volumes beside the root disk. */
@Component({
  selector: 'ih-mount-fields',
  imports: [Icon, MatButton, MatIconButton, MatSlideToggle, NumberField, SelectField, TextField],
  template: `
    @let insist = model.insists('configure');
    <fieldset>
      <legend>More volumes</legend>
      @for (mount of model.draft().mountPoints; track $index; let index = $index) {
        <div class="mount wide" role="group" data-testid="mount" [attr.aria-label]="'Volume ' + (index + 1)">
          <ih-text-field
            label="Mounted at"
            testId="mount-path"
            placeholder="/srv/data"
            [problem]="model.problemOf('mountPoints.' + index + '.path')"
            [insist]="insist"
            [value]="mount.path"
            (valueChange)="change(index, { path: $event })"
          />
          <ih-number-field
            label="Size"
            unit="GiB"
            testId="mount-size"
            [min]="1"
            [problem]="model.problemOf('mountPoints.' + index + '.size')"
            [insist]="insist"
            [value]="mount.size"
            (valueChange)="change(index, { size: $event })"
          />
          <ih-select-field
            label="Storage"
            testId="mount-storage"
            [choices]="storages()"
            [problem]="model.problemOf('mountPoints.' + index + '.storage')"
            [insist]="insist"
            [value]="mount.storage"
            (valueChange)="change(index, { storage: $event })"
          />
          <button
            matIconButton
            type="button"
            [attr.aria-label]="'Leave out volume ' + (index + 1)"
            (click)="remove(index)"
          >
            <ih-icon name="close" />
          </button>
          <div class="switches">
            <mat-slide-toggle
              data-testid="mount-backup"
              [checked]="mount.backup"
              (change)="change(index, { backup: $event.checked })"
              >In backups</mat-slide-toggle
            >
            <mat-slide-toggle
              data-testid="mount-read-only"
              [checked]="mount.readOnly"
              (change)="change(index, { readOnly: $event.checked })"
              >Read only</mat-slide-toggle
            >
          </div>
        </div>
      } @empty {
        <p class="remark">
          None. Data that should outlive the root disk, or lie on another storage, goes here.
        </p>
      }
      @if (model.draft().mountPoints.length < max) {
        <div class="wide">
          <button matButton="outlined" type="button" data-testid="mount-add" (click)="add()">
            <ih-icon name="add" /> Add a volume
          </button>
        </div>
      }
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
  styles: `
    .mount {
      display: grid;
      grid-template-columns: minmax(0, 3fr) minmax(0, 1.4fr) minmax(0, 3fr) auto;
      gap: 12px;
      align-items: start;
    }
    .switches {
      grid-column: 1 / -1;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 24px;
    }
    .mount > button {
      margin-top: 2px;
    }
    @media (max-width: 600px) {
      .mount {
        grid-template-columns: minmax(0, 1fr) auto;
        padding-bottom: 12px;
        border-bottom: 1px solid var(--mat-sys-outline-variant);
      }
      .mount > ih-text-field {
        grid-column: 1 / -1;
      }
      .mount > ih-number-field {
        grid-column: 1 / -1;
      }
    }
  `,
})
export class MountFields {
  protected readonly model = inject(WizardModel);
  protected readonly max = MAX_VOLUMES;
  protected readonly storages = computed(() => storageChoices(this.model.inventory()));

  protected add(): void {
    const { mountPoints, storage } = this.model.draft();
    this.model.patch({
      mountPoints: [...mountPoints, { path: '', storage, size: 8, backup: true, readOnly: false }],
    });
  }

  protected change(index: number, change: Partial<MountPoint>): void {
    const mountPoints = this.model
      .draft()
      .mountPoints.map((mount, at) => (at === index ? { ...mount, ...change } : mount));
    this.model.patch({ mountPoints });
  }

  protected remove(index: number): void {
    this.model.patch({ mountPoints: this.model.draft().mountPoints.filter((_, at) => at !== index) });
  }
}
