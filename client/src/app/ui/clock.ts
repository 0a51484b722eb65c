import { DestroyRef, inject, signal } from '@angular/core';
import type { Signal } from '@angular/core';

/** The current time in milliseconds, ticking while the component that asks is alive. Call it while injecting. */
export function clock(everyMs: number): Signal<number> {
  const now = signal(Date.now());
  const timer = setInterval(() => {
    now.set(Date.now());
  }, everyMs);
  inject(DestroyRef).onDestroy(() => {
    clearInterval(timer);
  });
  return now.asReadonly();
}
