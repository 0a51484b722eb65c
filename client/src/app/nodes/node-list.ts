import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { NodeRoomDocument, NodesDocument } from '../../../../schema/generated/nodes.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { NodeCard } from './node-card.js';

/** The registered Proxmox VE nodes. */
@Component({
  selector: 'ih-node-list',
  imports: [EmptyState, Icon, Loading, MatButton, NodeCard, Notice, PageHeading, RouterLink],
  template: `
    <main class="page" id="content">
      <div class="page-head">
        <h1 ihPageHeading>Nodes</h1>
        <a matButton="filled" routerLink="/nodes/new" data-testid="add-node"
          ><ih-icon name="add" /> Add node</a
        >
      </div>
      @if (problem(); as text) {
        <ih-notice tone="error">
          {{ text }} <button matButton type="button" (click)="list.reload()">Try again</button>
        </ih-notice>
      } @else if (nodes(); as found) {
        <ul class="plain-list nodes">
          @for (node of found; track node.id) {
            <li>
              <ih-node-card [node]="node" [suggested]="node.id === suggested()" (removed)="list.reload()" />
            </li>
          }
        </ul>
        @if (found.length === 0) {
          <ih-empty-state icon="node" heading="No node yet">
            <p>Register a Proxmox VE node with an API token and SSH access; containers are made on it.</p>
            <a matButton="tonal" routerLink="/nodes/new">Add the first one</a>
          </ih-empty-state>
        }
      } @else {
        <ih-loading label="Loading the nodes" [rows]="2" />
      }
    </main>
  `,
  styles: `
    .nodes {
      display: grid;
      gap: 14px;
    }
  `,
})
export class NodeList {
  private readonly api = inject(Api);
  protected readonly list = resource({ loader: () => this.api.query(NodesDocument, {}) });
  protected readonly nodes = computed(() => (this.list.hasValue() ? this.list.value().nodes : undefined));
  private readonly room = resource({
    params: () => ((this.nodes()?.length ?? 0) > 1 ? {} : undefined),
    loader: () => this.api.query(NodeRoomDocument, {}),
  });
  /** The node that suits a small container best; nothing is said while there is only one. */
  protected readonly suggested = computed(() => {
    const capacities = this.room.hasValue() ? this.room.value().nodeCapacities : [];
    return capacities.find(({ suggested }) => suggested)?.node.id;
  });
  protected readonly problem = computed(() => {
    const cause = this.list.error();
    return cause ? requestFailed(cause).message : null;
  });
}
