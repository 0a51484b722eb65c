import { Component, effect, ElementRef, inject, input, model, signal, untracked } from '@angular/core';
import type { CodeArea } from './code-area.js';

/**
 * A text with shell highlighting, to read or to edit. Tab leaves the editor, as everywhere else; the highlighter is
 * loaded when the first editor appears, and until then (or if that fails) the plain text stands there.
 */
@Component({
  selector: 'ih-code-editor',
  template: `
    @if (!loaded()) {
      <pre>{{ value() }}</pre>
    }
  `,
  styles: `
    :host {
      display: block;
      overflow: hidden;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 10px;
      background: var(--mat-sys-surface-container-lowest);
    }
    pre {
      max-height: 420px;
      margin: 0;
      padding: 6px 12px;
      overflow: auto;
      font: 400 12.5px/1.55 var(--ih-mono);
    }
  `,
})
export class CodeEditor {
  /** What a screen reader calls it. */
  readonly label = input.required<string>();
  readonly value = model.required<string>();
  readonly readOnly = input(false);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private area: CodeArea | null = null;
  protected readonly loaded = signal(false);

  constructor() {
    effect((onCleanup) => {
      const settings = { label: this.label(), readOnly: this.readOnly() };
      let wanted = true;
      onCleanup(() => {
        wanted = false;
        this.area?.close();
        this.area = null;
      });
      void import('./code-area.js').then(({ openCodeArea }) => {
        if (!wanted) return;
        const text = untracked(this.value);
        this.area = openCodeArea(this.host, {
          ...settings,
          text,
          changed: (now) => {
            this.value.set(now);
          },
        });
        this.loaded.set(true);
      });
    });
    effect(() => {
      this.area?.show(this.value());
    });
  }
}
