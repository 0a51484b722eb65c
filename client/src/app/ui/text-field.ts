import { Component, computed, input, model, signal, viewChild } from '@angular/core';
import { MatFormField, MatHint, MatError, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../../../../schema/rules/problem.js';
import { markWhileShown } from './shown-problem.js';

/** A labelled line of text. It shows its problem once the person has left it, or when `insist` asks for it. */
@Component({
  selector: 'ih-text-field',
  imports: [MatError, MatFormField, MatHint, MatInput, MatLabel, MatSuffix],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        [type]="type()"
        [value]="value()"
        [attr.data-testid]="testId()"
        [attr.autocomplete]="autocomplete()"
        [attr.inputmode]="inputMode()"
        [attr.maxlength]="maxLength()"
        [attr.placeholder]="placeholder()"
        [class.mono]="mono()"
        autocapitalize="off"
        spellcheck="false"
        (input)="value.set(text.value)"
        (blur)="left.set(true)"
        #text
      />
      <span matSuffix class="suffix"><ng-content /></span>
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
    .suffix {
      display: inline-flex;
      padding-right: 4px;
    }
    .suffix:empty {
      display: none;
    }
  `,
})
export class TextField {
  readonly label = input.required<string>();
  readonly value = model.required<string>();
  readonly problem = input<Problem | null>(null);
  readonly insist = input(false);
  readonly hint = input('');
  readonly type = input<'text' | 'password' | 'search'>('text');
  readonly testId = input<string>();
  readonly autocomplete = input('off');
  readonly inputMode = input<string>();
  readonly maxLength = input<number>();
  readonly placeholder = input<string>();
  readonly mono = input(false);

  protected readonly left = signal(false);
  protected readonly shown = computed(() => (this.left() || this.insist() ? this.problem() : null));
  private readonly control = viewChild.required(MatInput);

  constructor() {
    markWhileShown(this.control, this.shown);
  }
}
