import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PackageManager } from '../../../../schema/generated/templates.js';
import { PackageBucketsDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import { Icon } from '../ui/icon.js';
import { SelectField } from '../ui/select-field.js';
import { TextArea } from '../ui/text-area.js';
import { TextField } from '../ui/text-field.js';
import { EntryButtons } from './entry-buttons.js';
import { groupsOf, stemOf } from './package-groups.js';
import { TemplateEditor } from './template-editor.js';
import { EMPTY_GROUP } from './template-form.js';

const MANAGERS: readonly { value: PackageManager; text: string }[] = [
  { value: 'APT', text: 'apt' },
  { value: 'APK', text: 'apk' },
  { value: 'DNF', text: 'dnf' },
  { value: 'NPM', text: 'npm' },
  { value: 'PIP', text: 'pip' },
  { value: 'CUSTOM', text: 'custom' },
];

/** The package groups of a template. */
@Component({
  selector: 'ih-group-fields',
  imports: [EntryButtons, Icon, MatButton, MatSlideToggle, SelectField, TextArea, TextField],
  template: `
    @let insist = editor.insisted();
    <section class="card" aria-labelledby="groups">
      <h2 id="groups">Packages</h2>
      @for (group of editor.form().packageGroups; track $index; let index = $index) {
        @let field = 'packageGroups.' + index;
        <div class="entry" role="group" data-testid="group-entry" [attr.aria-label]="group.name">
          <div class="fields">
            <ih-text-field
              label="Name"
              testId="group-name"
              [mono]="true"
              [problem]="editor.problemOf(field + '.name')"
              [insist]="insist"
              [value]="group.name"
              (valueChange)="editor.change('packageGroups', index, { name: $event })"
            />
            <ih-select-field
              label="Manager"
              testId="group-manager"
              [choices]="managers"
              [value]="group.manager"
              (valueChange)="setManager(index, $event)"
            />
            <ih-text-area
              class="wide"
              label="Packages"
              testId="group-lines"
              [hint]="
                group.manager === 'CUSTOM'
                  ? 'One tool per line: name|check command|install command[|seconds].'
                  : 'One per line, with a version pin if you want one.'
              "
              [problem]="editor.problemOf(field + '.packages')"
              [insist]="insist"
              [value]="group.lines"
              (valueChange)="editor.change('packageGroups', index, { lines: $event })"
            />
          </div>
          <div class="switches">
            <mat-slide-toggle
              [checked]="group.enabled"
              (change)="editor.change('packageGroups', index, { enabled: $event.checked })"
              >On at first</mat-slide-toggle
            >
            <mat-slide-toggle
              [checked]="group.optional"
              (change)="editor.change('packageGroups', index, { optional: $event.checked })"
              >May fail</mat-slide-toggle
            >
            <span class="gap"></span>
            <ih-entry-buttons
              [name]="group.name"
              [movable]="index > 0"
              (up)="editor.moveUp('packageGroups', index)"
              (left)="editor.remove('packageGroups', index)"
            />
          </div>
        </div>
      } @empty {
        <p class="muted">None yet.</p>
      }
      <div>
        <button matButton="outlined" type="button" data-testid="group-add" (click)="add()">
          <ih-icon name="add" /> Add a group
        </button>
      </div>
      @if (listChoices().length > 0) {
        <div class="row">
          <ih-select-field label="Package list" testId="group-from-list" [choices]="listChoices()" [(value)]="list" />
          <button
            matButton="outlined"
            type="button"
            data-testid="group-list-add"
            [disabled]="!list()"
            (click)="addList(list())"
          >
            <ih-icon name="add" /> Add as a group
          </button>
        </div>
      }
    </section>
  `,
  styleUrl: './editor-part.scss',
})
export class GroupFields {
  protected readonly editor = inject(TemplateEditor);
  protected readonly managers = MANAGERS;
  /** The id of the package list that is chosen. */
  protected readonly list = signal('');
  private readonly api = inject(Api);
  private readonly lists = resource({ loader: () => this.api.query(PackageBucketsDocument, {}) });
  /** Nothing where they cannot be had: they are a help, and the editor works without. */
  private readonly buckets = computed(() => (this.lists.hasValue() ? this.lists.value().packageBuckets : []));
  protected readonly listChoices = computed(() =>
    this.buckets().map(({ id, title, packages }) => ({ value: id, text: `${title} (${packages.length})` })),
  );

  protected add(): void {
    this.editor.add('packageGroups', EMPTY_GROUP);
  }

  protected addList(id: string): void {
    const bucket = this.buckets().find((known) => known.id === id);
    if (!bucket) return;
    const others = this.editor.form().packageGroups;
    this.editor.patch({ packageGroups: [...others, ...groupsOf(stemOf(bucket.title), bucket.packages, others)] });
  }

  /** A group's name ends with its manager, so the name follows. */
  protected setManager(index: number, value: string): void {
    const manager = MANAGERS.find((known) => known.value === value);
    const group = this.editor.form().packageGroups[index];
    if (!manager || !group) return;
    const name = group.name.replace(/\.[^.]*$/, `.${manager.text}`);
    this.editor.change('packageGroups', index, { manager: manager.value, name });
  }
}
