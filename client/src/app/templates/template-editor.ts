import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { TemplateOutcomeFragment } from '../../../../schema/generated/templates.js';
import {
  CreateTemplateDocument,
  ReviseTemplateDocument,
  TemplateDetailsDocument,
} from '../../../../schema/generated/templates.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import type { Edited } from './half-written-template.js';
import { HalfWrittenTemplate } from './half-written-template.js';
import type { TemplateForm } from './template-form.js';
import { EMPTY_TEMPLATE, formOf, inputOf, problemsOf } from './template-form.js';

/** Lists of a template whose entries can be added, changed, moved and left out. */
export type ListName = 'packageGroups' | 'scripts' | 'files';

/** A template that is being written: what was typed, what is wrong with it, and how to save it. */
@Injectable()
export class TemplateEditor {
  private readonly api = inject(Api);
  private readonly idempotencyKey = crypto.randomUUID();
  private readonly halfWritten = inject(HalfWrittenTemplate);
  private readonly edited = signal<Edited>(null);
  private readonly refused = signal<readonly FieldProblem[]>([]);
  private readonly saved = signal<TemplateForm>(EMPTY_TEMPLATE);

  readonly form = signal<TemplateForm>(EMPTY_TEMPLATE);
  readonly insisted = signal(false);
  readonly busy = signal(false);
  readonly failure = signal<string | null>(null);
  readonly dirty = computed(() => this.form() !== this.saved());
  readonly problems = computed(() => {
    const own = problemsOf(this.form());
    return own.length > 0 ? own : this.refused();
  });

  constructor() {
    // A reload destroys nothing: whoever comes by here has left the page, or was asked whether to.
    inject(DestroyRef).onDestroy(() => {
      this.halfWritten.forget();
    });
  }

  /** Begins a new template, with what was typed before a reload. */
  begin(): void {
    this.form.set(this.halfWritten.of(null) ?? EMPTY_TEMPLATE);
  }

  /** Opens a template to be changed; answers why that cannot be done, or null. */
  async open(id: string): Promise<string | null> {
    try {
      const { template } = await this.api.query(TemplateDetailsDocument, { id, revision: null });
      if (!template) return 'There is no such template.';
      if (template.builtIn) return 'This template comes with Infrahaus and stays as it is. Copy it.';
      if (template.archived) return 'This template is archived. Copy it to go on with it.';
      this.edited.set({ id, revision: template.revision });
      this.saved.set(formOf(template));
      this.form.set(this.halfWritten.of(this.edited()) ?? this.saved());
      return null;
    } catch (cause) {
      return requestFailed(cause).message;
    }
  }

  patch(change: Partial<TemplateForm>): void {
    this.refused.set([]);
    this.form.update((form) => ({ ...form, ...change }));
    this.halfWritten.keep(this.edited(), this.form());
  }

  add<L extends ListName>(list: L, entry: TemplateForm[L][number]): void {
    this.patch({ [list]: [...this.form()[list], entry] });
  }

  change<L extends ListName>(list: L, index: number, change: Partial<TemplateForm[L][number]>): void {
    const entries = this.form()[list].map((entry, at) => (at === index ? { ...entry, ...change } : entry));
    this.patch({ [list]: entries });
  }

  remove(list: ListName, index: number): void {
    this.patch({ [list]: this.form()[list].filter((_, at) => at !== index) });
  }

  /** Swaps an entry with the one above it. */
  moveUp(list: ListName, index: number): void {
    const entries = [...this.form()[list]];
    const [moved] = entries.splice(index, 1);
    if (moved) entries.splice(index - 1, 0, moved);
    this.patch({ [list]: entries });
  }

  /** The first problem of a field or of one of its parts. */
  problemOf(field: string): Problem | null {
    return this.problems().find((found) => found.field === field || found.field.startsWith(`${field}.`)) ?? null;
  }

  /** Answers the template's id once it is recorded; null when something has to be put right first. */
  async save(): Promise<string | null> {
    this.insisted.set(true);
    this.failure.set(null);
    if (this.busy() || (this.problems().length > 0 && this.refused().length === 0)) return null;
    this.busy.set(true);
    try {
      return this.settle(await this.send());
    } catch (cause) {
      this.failure.set(`${requestFailed(cause).message} Nothing that you typed is lost.`);
      return null;
    } finally {
      this.busy.set(false);
    }
  }

  private async send(): Promise<TemplateOutcomeFragment> {
    const input = inputOf(this.form());
    const edited = this.edited();
    if (!edited) {
      const variables = { input, idempotencyKey: this.idempotencyKey };
      return (await this.api.mutate(CreateTemplateDocument, variables)).createTemplate;
    }
    const variables = { input, id: edited.id, expectedRevision: edited.revision };
    return (await this.api.mutate(ReviseTemplateDocument, variables)).reviseTemplate;
  }

  private settle(result: TemplateOutcomeFragment): string | null {
    switch (result.__typename) {
      case 'TemplateSaved':
        this.saved.set(this.form());
        return result.template.id;
      case 'InvalidInput':
        this.refused.set(result.problems);
        return null;
      case 'TemplateRefused':
        this.failure.set(result.message);
        return null;
    }
  }
}
