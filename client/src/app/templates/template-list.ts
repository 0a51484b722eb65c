import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import { TemplatesDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Chip } from '../ui/chip.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { TextField } from '../ui/text-field.js';
import { TemplateImport } from './template-import.js';
import { contentsOf, matches, sizeOf } from './template-words.js';

/** All templates, with a search over what is written on them. */
@Component({
  selector: 'ih-template-list',
  imports: [Chip, EmptyState, Icon, Loading, MatButton, MatSlideToggle, Notice, PageHeading, RouterLink, TemplateImport, TextField],
  templateUrl: './template-list.html',
  styleUrl: './template-list.scss',
})
export class TemplateList {
  private readonly api = inject(Api);
  protected readonly archivedToo = signal(false);
  protected readonly list = resource({
    params: () => ({ includeArchived: this.archivedToo() }),
    loader: ({ params }) => this.api.query(TemplatesDocument, params),
  });
  protected readonly templates = computed(() =>
    this.list.hasValue() ? this.list.value().templates : undefined,
  );
  protected readonly query = signal('');
  protected readonly found = computed(() =>
    (this.templates() ?? []).filter((template) => matches(template, this.query())),
  );
  protected readonly failure = computed(() => {
    const cause = this.list.error();
    return cause ? requestFailed(cause).message : null;
  });
  protected readonly sizeOf = sizeOf;
  protected readonly contentsOf = contentsOf;
}
