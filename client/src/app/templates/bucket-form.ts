import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { PackageBucketsQuery } from '../../../../schema/generated/templates.js';
import { SavePackageBucketDocument } from '../../../../schema/generated/templates.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { bucketProblems } from '../../../../schema/rules/template.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Notice } from '../ui/notice.js';
import { TextArea } from '../ui/text-area.js';
import { TextField } from '../ui/text-field.js';
import { linesOfPackages, packagesOfLines } from './bucket-lines.js';

/** Writes a package list, one package a line: `htop`, or with its manager `npm pm2`. */
@Component({
  selector: 'ih-bucket-form',
  imports: [MatButton, Notice, TextArea, TextField],
  template: `
    <form class="card stack" novalidate (submit)="save($event)">
      <ih-text-field
        label="Title"
        testId="bucket-title"
        [problem]="problemOf('title')"
        [insist]="tried()"
        [(value)]="title"
      />
      <ih-text-field
        label="What it is good for"
        testId="bucket-description"
        [problem]="problemOf('description')"
        [insist]="tried()"
        [(value)]="description"
      />
      <ih-text-area
        label="Packages"
        testId="bucket-lines"
        hint="One a line. Not of apt: with its manager in front, for example npm pm2."
        [problem]="problemOf('packages')"
        [insist]="tried()"
        [(value)]="lines"
      />
      @if (failure(); as text) {
        <ih-notice tone="error">{{ text }}</ih-notice>
      }
      <div class="row">
        <button matButton="filled" type="submit" data-testid="bucket-save" [disabled]="busy()">
          {{ busy() ? 'Saving…' : 'Save' }}
        </button>
        <button matButton type="button" (click)="left.emit()">Cancel</button>
      </div>
    </form>
  `,
})
export class BucketForm implements OnInit {
  /** The list to change; none for a new one. */
  readonly bucket = input<PackageBucketsQuery['packageBuckets'][number]>();
  readonly saved = output();
  readonly left = output();

  private readonly api = inject(Api);
  protected readonly title = signal('');
  protected readonly description = signal('');
  protected readonly lines = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);
  private readonly input = computed(() => ({
    title: this.title().trim(),
    description: this.description(),
    packages: packagesOfLines(this.lines()),
  }));
  private readonly problems = computed<readonly FieldProblem[]>(() => bucketProblems(this.input()));

  ngOnInit(): void {
    const bucket = this.bucket();
    if (!bucket) return;
    this.title.set(bucket.title);
    this.description.set(bucket.description);
    this.lines.set(linesOfPackages(bucket.packages));
  }

  protected problemOf(field: string): Problem | null {
    return this.problems().find((found) => found.field.split('.')[0] === field) ?? null;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.busy() || this.problems().length > 0) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.send();
    } catch (cause) {
      this.failure.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }

  private async send(): Promise<void> {
    const variables = { id: this.bucket()?.id ?? null, input: this.input() };
    const { savePackageBucket } = await this.api.mutate(SavePackageBucketDocument, variables);
    switch (savePackageBucket.__typename) {
      case 'PackageBucketSaved':
        this.saved.emit();
        break;
      case 'InvalidInput':
        this.failure.set(savePackageBucket.problems.map(({ reason }) => reason).join(' '));
        break;
      case 'PackageBucketRefused':
        this.failure.set(savePackageBucket.message);
        break;
    }
  }
}
