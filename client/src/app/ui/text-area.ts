import { Component, computed, input, model, signal, viewChild } from '@angular/core';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../../../../schema/rules/problem.js';
import { markWhileShown } from './shown-problem.js';

/** Several labelled lines of text. */
@Component({
  selector: 'ih-text-area',
  imports: [MatError, MatFormField, MatHint, MatInput, MatLabel],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <textarea
        matInput
        class="mono"
        rows="3"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        [value]="value()"
        [attr.data-testid]="testId()"
        (input)="value.set(text.value)"
        (blur)="left.set(true)"
        #text
      ></textarea>
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
  `,
})
export class TextArea {
  readonly label = input.required<string>();
  readonly value = model.required<string>();
  readonly problem = input<Problem | null>(null);
  readonly insist = input(false);
  readonly hint = input('');
  readonly testId = input<string>();

  protected readonly left = signal(false);
  protected readonly shown = computed(() => (this.left() || this.insist() ? this.problem() : null));
  private readonly control = viewChild.required(MatInput);

  constructor() {
    markWhileShown(this.control, this.shown);
  }
}
