import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CodeEditor } from '../ui/code-editor.js';
import { Icon } from '../ui/icon.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import { EntryButtons } from './entry-buttons.js';
import { TemplateEditor } from './template-editor.js';
import { EMPTY_FILE } from './template-form.js';
import { POLICIES } from './template-words.js';

/** The files that a template puts into the container. */
@Component({
  selector: 'ih-file-fields',
  imports: [CodeEditor, EntryButtons, Icon, MatButton, SelectField, TextField],
  template: `
    @let insist = editor.insisted();
    <section class="card" aria-labelledby="files">
      <h2 id="files">Files</h2>
      @for (file of editor.form().files; track $index; let index = $index) {
        @let field = 'files.' + index;
        <div class="entry" role="group" data-testid="file-entry" [attr.aria-label]="file.path || 'New file'">
          <div class="fields">
            <ih-text-field
              class="wide"
              label="Path in the container"
              testId="file-path"
              placeholder="/etc/nginx/conf.d/site.conf"
              [mono]="true"
              [problem]="editor.problemOf(field + '.path')"
              [insist]="insist"
              [value]="file.path"
              (valueChange)="editor.change('files', index, { path: $event })"
            />
            <ih-select-field
              class="third"
              label="If it is there already"
              [choices]="policies"
              [value]="file.policy"
              (valueChange)="setPolicy(index, $event)"
            />
            <ih-text-field
              class="third"
              label="Owner"
              placeholder="www-data:www-data"
              [problem]="editor.problemOf(field + '.owner')"
              [insist]="insist"
              [value]="file.owner"
              (valueChange)="editor.change('files', index, { owner: $event })"
            />
            <ih-text-field
              class="third"
              label="Mode"
              placeholder="0644"
              [problem]="editor.problemOf(field + '.mode')"
              [insist]="insist"
              [value]="file.mode"
              (valueChange)="editor.change('files', index, { mode: $event })"
            />
          </div>
          @if (file.text !== null) {
            <ih-code-editor
              [label]="'Content of ' + (file.path || 'the new file')"
              [value]="file.text"
              (valueChange)="editor.change('files', index, { text: $event })"
            />
          } @else {
            <p class="muted">Its content is no text; it stays as it is.</p>
          }
          @if (insist && editor.problemOf(field + '.text'); as problem) {
            <p class="problem" role="alert">{{ problem.reason }}</p>
          }
          <div class="switches">
            <span class="gap"></span>
            <ih-entry-buttons [name]="file.path || 'the new file'" (left)="editor.remove('files', index)" />
          </div>
        </div>
      } @empty {
        <p class="muted">None yet.</p>
      }
      <div>
        <button matButton="outlined" type="button" data-testid="file-add" (click)="add()">
          <ih-icon name="add" /> Add a file
        </button>
      </div>
    </section>
  `,
  styleUrl: './editor-part.scss',
})
export class FileFields {
  protected readonly editor = inject(TemplateEditor);
  protected readonly policies = POLICIES;

  protected add(): void {
    this.editor.add('files', EMPTY_FILE);
  }

  protected setPolicy(index: number, value: string): void {
    const policy = POLICIES.find((known) => known.value === value)?.value;
    if (policy) this.editor.change('files', index, { policy });
  }
}
