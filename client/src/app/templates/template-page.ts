import { Component, computed, effect, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { TemplateContentFragment } from '../../../../schema/generated/templates.js';
import { TemplateDetailsDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Chip } from '../ui/chip.js';
import { clock } from '../ui/clock.js';
import { CodeView } from '../ui/code-view.js';
import { EmptyState } from '../ui/empty-state.js';
import type { Fact } from '../ui/fact-list.js';
import { FactList } from '../ui/fact-list.js';
import { Loading } from '../ui/loading.js';
import { Moment } from '../ui/moment.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { PageTitle } from '../ui/page-title.js';
import { readableBytes, readableMebibytes } from '../ui/readable.js';
import { TemplateActions } from './template-actions.js';
import { policyText } from './template-words.js';

/** Everything that is in a template. */
@Component({
  selector: 'ih-template-page',
  imports: [Chip, CodeView, EmptyState, FactList, Loading, MatButton, Moment, Notice, PageHeading, RouterLink, TemplateActions],
  templateUrl: './template-page.html',
  styleUrl: './template-page.scss',
})
export class TemplatePage {
  /** The template's id, from the address. */
  readonly id = input.required<string>();
  /** An earlier revision, from the address. */
  readonly revision = input<string>();

  private readonly api = inject(Api);
  private readonly title = inject(PageTitle);
  protected readonly load = resource({
    params: () => ({ id: this.id(), revision: revisionOf(this.revision()) }),
    loader: ({ params }) => this.api.query(TemplateDetailsDocument, params),
  });
  /** Undefined while it is on its way, null if there is none. */
  protected readonly template = computed(() =>
    this.load.hasValue() ? this.load.value().template : undefined,
  );
  protected readonly failure = computed(() => {
    const cause = this.load.error();
    return cause ? requestFailed(cause).message : null;
  });
  protected readonly facts = computed<readonly Fact[]>(() => {
    const it = this.template();
    if (!it) return [];
    const { cores, memory, disk } = it.defaults;
    return [
      { name: 'OS template', value: it.osTemplate },
      { name: 'Cores', value: String(cores) },
      { name: 'Memory', value: readableMebibytes(memory) },
      { name: 'Root disk', value: `${disk} GiB` },
      { name: 'Features', value: featuresOf(it.defaults) },
      { name: 'Revision', value: String(it.revision) },
    ];
  });
  protected readonly newest = computed(() => this.template()?.revisions.at(-1)?.revision);
  protected readonly now = clock(60_000);

  constructor() {
    effect(() => {
      const it = this.template();
      if (it) this.title.say(`${it.title} · Templates`);
    });
  }

  protected fileFacts({ policy, size, owner, mode }: TemplateContentFragment['files'][number]): string {
    return [policyText(policy), readableBytes(size), owner, mode].filter(Boolean).join(', ');
  }
}

function revisionOf(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function featuresOf({ unprivileged, nesting, keyctl, fuse }: TemplateContentFragment['defaults']): string {
  const parts = [
    unprivileged ? 'unprivileged' : 'privileged',
    nesting && 'nesting',
    keyctl && 'kernel keyrings',
    fuse && 'FUSE',
  ];
  return parts.filter(Boolean).join(', ');
}
