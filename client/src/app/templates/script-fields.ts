import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { CodeEditor } from '../ui/code-editor.js';
import { Icon } from '../ui/icon.js';
import { NumberField } from '../ui/number-field.js';
import { TextField } from '../ui/text-field.js';
import { EntryButtons } from './entry-buttons.js';
import { TemplateEditor } from './template-editor.js';
import { EMPTY_SCRIPT } from './template-form.js';

/** The scripts of a template, in the order in which they run. */
@Component({
  selector: 'ih-script-fields',
  imports: [CodeEditor, EntryButtons, Icon, MatButton, MatSlideToggle, NumberField, TextField],
  template: `
    @let insist = editor.insisted();
    <section class="card" aria-labelledby="scripts">
      <h2 id="scripts">Scripts, in the order in which they run</h2>
      @for (script of editor.form().scripts; track $index; let index = $index) {
        @let field = 'scripts.' + index;
        <div class="entry" role="group" data-testid="script-entry" [attr.aria-label]="script.name">
          <div class="fields">
            <ih-text-field
              label="Name"
              testId="script-name"
              [mono]="true"
              [problem]="editor.problemOf(field + '.name')"
              [insist]="insist"
              [value]="script.name"
              (valueChange)="editor.change('scripts', index, { name: $event })"
            />
            <ih-number-field
              label="Time limit"
              unit="s"
              [min]="1"
              [problem]="editor.problemOf(field + '.timeoutSeconds')"
              [insist]="insist"
              [value]="script.timeoutSeconds"
              (valueChange)="editor.change('scripts', index, { timeoutSeconds: $event })"
            />
          </div>
          <ih-code-editor
            [label]="'Text of ' + script.name"
            [value]="script.body"
            (valueChange)="editor.change('scripts', index, { body: $event })"
          />
          @if (insist && editor.problemOf(field + '.body'); as problem) {
            <p class="problem" role="alert">{{ problem.reason }}</p>
          }
          <div class="switches">
            <mat-slide-toggle
              [checked]="script.enabled"
              (change)="editor.change('scripts', index, { enabled: $event.checked })"
              >On at first</mat-slide-toggle
            >
            <mat-slide-toggle
              [checked]="script.optional"
              (change)="editor.change('scripts', index, { optional: $event.checked })"
              >May fail</mat-slide-toggle
            >
            <mat-slide-toggle
              [checked]="script.idempotent"
              (change)="editor.change('scripts', index, { idempotent: $event.checked })"
              >May run twice</mat-slide-toggle
            >
            <span class="gap"></span>
            <ih-entry-buttons
              [name]="script.name"
              [movable]="index > 0"
              (up)="editor.moveUp('scripts', index)"
              (left)="editor.remove('scripts', index)"
            />
          </div>
        </div>
      } @empty {
        <p class="muted">None yet. A script runs as root in the container.</p>
      }
      <div>
        <button matButton="outlined" type="button" data-testid="script-add" (click)="add()">
          <ih-icon name="add" /> Add a script
        </button>
      </div>
    </section>
  `,
  styleUrl: './editor-part.scss',
})
export class ScriptFields {
  protected readonly editor = inject(TemplateEditor);

  protected add(): void {
    const number = (this.editor.form().scripts.length + 1) * 10;
    this.editor.add('scripts', { ...EMPTY_SCRIPT, name: `${number}-configure.sh` });
  }
}
