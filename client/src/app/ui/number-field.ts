import { Component, computed, input, model, signal, viewChild } from '@angular/core';
import { MatFormField, MatHint, MatError, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../../../../schema/rules/problem.js';
import { markWhileShown } from './shown-problem.js';

/** A labelled number; empty is null, and what is no number NaN, which no rule accepts. It shows its problem once the person has left it, or when `insist` asks for it. */
@Component({
  selector: 'ih-number-field',
  imports: [MatError, MatFormField, MatHint, MatInput, MatLabel, MatSuffix],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        type="number"
        [attr.min]="min()"
        [attr.step]="step()"
        inputmode="numeric"
        [value]="shownValue()"
        [attr.data-testid]="testId()"
        [attr.placeholder]="placeholder()"
        (input)="value.set(numberIn(text))"
        (blur)="left.set(true)"
        #text
      />
      @if (unit()) {
        <span matTextSuffix class="unit">{{ unit() }}</span>
      }
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
    .unit {
      padding-left: 6px;
    }
  `,
})
export class NumberField {
  readonly label = input.required<string>();
  readonly value = model.required<number | null>();
  readonly problem = input<Problem | null>(null);
  readonly insist = input(false);
  readonly hint = input('');
  readonly min = input(0);
  readonly step = input(1);
  readonly unit = input('');
  readonly testId = input<string>();
  readonly placeholder = input<string>();

  /** What is no number stays as it was typed: the browser shows it and hands out nothing. */
  protected readonly shownValue = computed(() => {
    const value = this.value();
    return value === null || Number.isNaN(value) ? '' : value;
  });
  protected readonly left = signal(false);
  protected readonly shown = computed(() => (this.left() || this.insist() ? this.problem() : null));
  private readonly control = viewChild.required(MatInput);

  protected numberIn({ value, valueAsNumber, validity }: HTMLInputElement): number | null {
    return value === '' && !validity.badInput ? null : valueAsNumber;
  }

  constructor() {
    markWhileShown(this.control, this.shown);
  }
}
