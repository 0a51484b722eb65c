import { Component, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';

/** Moves an entry of a list up, or leaves it out. */
@Component({
  selector: 'ih-entry-buttons',
  imports: [Icon, MatIconButton],
  template: `
    @if (movable()) {
      <button matIconButton type="button" [attr.aria-label]="'Move ' + name() + ' up'" (click)="up.emit()">
        <ih-icon name="up" />
      </button>
    }
    <button matIconButton type="button" [attr.aria-label]="'Leave out ' + name()" (click)="left.emit()">
      <ih-icon name="trash" />
    </button>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
  `,
})
export class EntryButtons {
  readonly name = input.required<string>();
  readonly movable = input(false);
  readonly up = output();
  readonly left = output();
}
