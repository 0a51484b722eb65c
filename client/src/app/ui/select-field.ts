import { Component, computed, input, model, signal, viewChild } from '@angular/core';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../../../../schema/rules/problem.js';
import { markWhileShown } from './shown-problem.js';

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly disabled?: boolean;
}

/** A choice of one. The browser's own select: known to every keyboard, screen reader and phone. */
@Component({
  selector: 'ih-select-field',
  imports: [MatError, MatFormField, MatHint, MatInput, MatLabel],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <select
        matNativeControl
        [attr.data-testid]="testId()"
        (change)="value.set(select.value)"
        (blur)="left.set(true)"
        #select
      >
        @if (!known()) {
          <option value="" [selected]="true">{{ placeholder() }}</option>
        }
        @for (choice of choices(); track choice.value) {
          <option
            [value]="choice.value"
            [selected]="choice.value === value()"
            [disabled]="choice.disabled ?? false"
          >
            {{ choice.text }}
          </option>
        }
      </select>
      @if (hint()) {
        <mat-hint>{{ hint() }}</mat-hint>
      }
      @if (shown(); as problem) {
        <mat-error>{{ problem.reason }}</mat-error>
      }
    </mat-form-field>
  `,
  styles: `
    :host {
      display: block;
    }
    select {
      text-overflow: ellipsis;
    }
  `,
})
export class SelectField {
  readonly label = input.required<string>();
  readonly value = model.required<string>();
  readonly choices = input.required<readonly Choice[]>();
  readonly problem = input<Problem | null>(null);
  readonly insist = input(false);
  readonly hint = input('');
  readonly placeholder = input('Choose…');
  readonly testId = input<string>();

  protected readonly left = signal(false);
  protected readonly known = computed(() => this.choices().some(({ value }) => value === this.value()));
  protected readonly shown = computed(() => (this.left() || this.insist() ? this.problem() : null));
  private readonly control = viewChild.required(MatInput);

  constructor() {
    markWhileShown(this.control, this.shown);
  }
}
