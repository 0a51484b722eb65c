import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { PackageBucketsQuery } from '../../../../schema/generated/templates.js';
import { PackageBucketsDocument, RemovePackageBucketDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { ConfirmBox } from '../ui/confirm-box.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { BucketForm } from './bucket-form.js';

type Bucket = PackageBucketsQuery['packageBuckets'][number];

/** Lists of packages that are taken into a container or a template with one click. */
@Component({
  selector: 'ih-package-buckets',
  imports: [BucketForm, ConfirmBox, EmptyState, Icon, Loading, MatButton, Notice, PageHeading, RouterLink],
  templateUrl: './package-buckets.html',
  styles: `
    nav {
      margin-bottom: 6px;
      font-size: 0.9rem;
    }
    ul,
    li {
      display: grid;
      gap: 12px;
    }
    main > ih-bucket-form {
      display: block;
      margin-bottom: 12px;
    }
    h2 {
      flex: 1;
      min-width: 0;
    }
    h2,
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class PackageBuckets {
  private readonly api = inject(Api);
  protected readonly list = resource({ loader: () => this.api.query(PackageBucketsDocument, {}) });
  protected readonly buckets = computed(() =>
    this.list.hasValue() ? this.list.value().packageBuckets : undefined,
  );
  protected readonly loadFailure = computed(() => {
    const cause = this.list.error();
    return cause ? requestFailed(cause).message : null;
  });
  /** The id of the list that is being edited; empty for a new one, null for none. */
  protected readonly edited = signal<string | null>(null);
  /** The id of the list that is about to be deleted. */
  protected readonly asking = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);

  protected wordsOf({ packages }: Bucket): string {
    return packages.map(({ manager, name }) => `${manager.toLowerCase()} ${name}`).join(', ');
  }

  protected done(): void {
    this.edited.set(null);
    this.list.reload();
  }

  protected async remove(id: string): Promise<void> {
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.api.mutate(RemovePackageBucketDocument, { id });
      this.list.reload();
    } catch (cause) {
      this.failure.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
      this.asking.set(null);
    }
  }
}
