import { Component, computed, effect, inject, input, resource, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EditedNodeDocument } from '../../../../schema/generated/nodes.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { EmptyState } from '../ui/empty-state.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { FingerprintCard } from './fingerprint-card.js';
import { NodeAddressFields } from './node-address-fields.js';
import { NodeChange } from './node-change.js';
import { NodeCredentials } from './node-credentials.js';
import { NodeFormModel } from './node-form-model.js';
import { ReasonList } from './reason-list.js';

/** Changes a node's address, token or SSH login. */
@Component({
  selector: 'ih-edit-node',
  imports: [
    EmptyState,
    FingerprintCard,
    Loading,
    MatButton,
    NodeAddressFields,
    NodeCredentials,
    Notice,
    PageHeading,
    ReasonList,
    RouterLink,
  ],
  providers: [NodeChange, { provide: NodeFormModel, useExisting: NodeChange }],
  templateUrl: './edit-node.html',
  styleUrl: './node-page.scss',
})
export class EditNode {
  /** From the address. */
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  protected readonly change = inject(NodeChange);
  protected readonly load = resource({
    params: () => ({ id: this.id() }),
    loader: ({ params }) => this.api.query(EditedNodeDocument, params),
  });
  protected readonly missing = computed(() => this.load.hasValue() && !this.load.value().node);
  protected readonly failure = computed(() => {
    const cause = this.load.error();
    return cause ? requestFailed(cause).message : null;
  });

  constructor() {
    effect(() => {
      const node = this.load.hasValue() ? this.load.value().node : null;
      if (node)
        untracked(() => {
          this.change.open(node);
        });
    });
  }

  protected submit(event: Event): void {
    event.preventDefault();
    void (this.change.stage() === 'form' ? this.change.save() : this.change.confirm());
  }
}
