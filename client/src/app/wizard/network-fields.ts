import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';
import { CardFields } from './card-fields.js';
import { WizardModel } from './wizard-model.js';

/** As many as Proxmox VE has places for. */
const MAX_CARDS = 32;

/** How the container is connected: net0, and as many further cards as somebody adds. */
@Component({
  selector: 'ih-network-fields',
  imports: [CardFields, Icon, MatButton],
  template: `
    @for (card of model.draft().networks; track $index; let index = $index) {
      <ih-card-fields [index]="index" />
    }
    @if (model.draft().networks.length < max) {
      <div>
        <button matButton="outlined" type="button" data-testid="card-add" (click)="model.addCard()">
          <ih-icon name="add" /> Add a network card
        </button>
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
  `,
})
export class NetworkFields {
  protected readonly model = inject(WizardModel);
  protected readonly max = MAX_CARDS;
}
