import { Component, input } from '@angular/core';
import { CodeEditor } from './code-editor.js';
import { CopyButton } from './copy-button.js';

/** A script or file to read, folded until somebody wants to. The highlighter is loaded only then. */
@Component({
  selector: 'ih-code-view',
  imports: [CodeEditor, CopyButton],
  template: `
    <details #box>
      <summary>
        @if (named()) {
          Show <span class="mono">{{ name() }}</span>
        } @else {
          Show the text<span class="visually-hidden"> of {{ name() }}</span>
        }
      </summary>
      @defer (on interaction(box)) {
        <div class="code">
          <ih-code-editor [label]="name()" [value]="text()" [readOnly]="true" />
          <ih-copy-button [text]="text()" [label]="'Copy ' + name()" />
        </div>
      } @placeholder {
        <pre>{{ text() }}</pre>
      }
    </details>
  `,
  styles: `
    summary {
      width: fit-content;
      padding: 4px 0;
      color: var(--mat-sys-on-surface-variant);
      cursor: pointer;
    }
    .code {
      position: relative;
    }
    ih-copy-button {
      position: absolute;
      top: 4px;
      right: 12px;
      border-radius: 50%;
      background: var(--mat-sys-surface-container-low);
    }
    pre {
      overflow: auto;
      font: 400 12.5px/1.55 var(--ih-mono);
    }
  `,
})
export class CodeView {
  readonly name = input.required<string>();
  readonly text = input.required<string>();
  /** Whether to say which one it is, where nothing beside it does. */
  readonly named = input(false);
}
