import { effect } from '@angular/core';
import { ErrorStateMatcher } from '@angular/material/core';
import type { MatInput } from '@angular/material/input';
import type { Problem } from '../../../../schema/rules/problem.js';

class ErrorWhile extends ErrorStateMatcher {
  constructor(private readonly isShown: () => boolean) {
    super();
  }

  override isErrorState(): boolean {
    return this.isShown();
  }
}

/**
 * Marks a control as wrong while its field shows a problem. The matcher is not bound in the template, because effects come
 * before bindings, and a field that begins with a problem has to show it.
 */
export function markWhileShown(control: () => MatInput, shown: () => Problem | null): void {
  const matcher = new ErrorWhile(() => shown() !== null);
  effect(() => {
    shown();
    control().errorStateMatcher = matcher;
    control().updateErrorState();
  });
}
