import { Component, inject } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { NumberField } from '../ui/number-field.js';
import { TextField } from '../ui/text-field.js';
import { TemplateEditor } from './template-editor.js';

const FEATURES = [
  { name: 'unprivileged', title: 'Unprivileged' },
  { name: 'nesting', title: 'Nesting' },
  { name: 'keyctl', title: 'Kernel keyrings' },
  { name: 'fuse', title: 'FUSE' },
] as const;

/** What a template is called, and what the wizard starts from. */
@Component({
  selector: 'ih-about-fields',
  imports: [MatSlideToggle, NumberField, TextField],
  template: `
    @let form = editor.form();
    @let insist = editor.insisted();
    <section class="card" aria-label="About it">
      <div class="fields">
        <ih-text-field
          label="Title"
          testId="template-title"
          [problem]="editor.problemOf('title')"
          [insist]="insist"
          [value]="form.title"
          (valueChange)="editor.patch({ title: $event })"
        />
        <ih-text-field
          label="OS template"
          testId="template-os"
          hint="Without version, for example debian-12-standard."
          [problem]="editor.problemOf('osTemplate')"
          [insist]="insist"
          [value]="form.osTemplate"
          (valueChange)="editor.patch({ osTemplate: $event })"
        />
        <ih-text-field
          class="wide"
          label="Description"
          testId="template-description"
          [problem]="editor.problemOf('description')"
          [insist]="insist"
          [value]="form.description"
          (valueChange)="editor.patch({ description: $event })"
        />
        <ih-text-field
          class="wide"
          label="Tags"
          testId="template-tags"
          hint="Separated by spaces."
          [problem]="editor.problemOf('tags')"
          [insist]="insist"
          [value]="form.tags"
          (valueChange)="editor.patch({ tags: $event })"
        />
        <ih-number-field
          class="third"
          label="Cores"
          [min]="1"
          [problem]="editor.problemOf('defaults.cores')"
          [insist]="insist"
          [value]="form.cores"
          (valueChange)="editor.patch({ cores: $event })"
        />
        <ih-number-field
          class="third"
          label="Memory"
          unit="MiB"
          [step]="256"
          [problem]="editor.problemOf('defaults.memory')"
          [insist]="insist"
          [value]="form.memory"
          (valueChange)="editor.patch({ memory: $event })"
        />
        <ih-number-field
          class="third"
          label="Disk"
          unit="GiB"
          [min]="1"
          [problem]="editor.problemOf('defaults.disk')"
          [insist]="insist"
          [value]="form.disk"
          (valueChange)="editor.patch({ disk: $event })"
        />
      </div>
      <div class="switches">
        @for (feature of features; track feature.name) {
          <mat-slide-toggle
            [checked]="form[feature.name]"
            (change)="set(feature.name, $event.checked)"
            >{{ feature.title }}</mat-slide-toggle
          >
        }
      </div>
    </section>
  `,
  styleUrl: './editor-part.scss',
})
export class AboutFields {
  protected readonly editor = inject(TemplateEditor);
  protected readonly features = FEATURES;

  protected set(feature: (typeof FEATURES)[number]['name'], on: boolean): void {
    this.editor.patch({ [feature]: on });
  }
}
