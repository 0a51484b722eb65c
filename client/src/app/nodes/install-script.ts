import { Component, computed, inject, resource } from '@angular/core';
import { NodeScriptsDocument } from '../../../../schema/generated/nodes.js';
import { Api } from '../graphql/api.js';
import { CodeView } from '../ui/code-view.js';

/** The ready-made way to give Infrahaus just the rights that it needs. */
@Component({
  selector: 'ih-install-script',
  imports: [CodeView],
  template: `
    <section class="card" aria-labelledby="ready-made">
      <h2 id="ready-made">The ready-made way</h2>
      <p class="muted">
        <code>install-node.sh</code>, run as root on the node, makes a role, a user, an API token and an SSH
        key with just the rights that are needed, and prints what to paste here. Read it first;
        <code>uninstall-node.sh</code> takes everything back.
      </p>
      @if (scripts(); as both) {
        <ih-code-view name="install-node.sh" [named]="true" [text]="both.install" />
        <ih-code-view name="uninstall-node.sh" [named]="true" [text]="both.uninstall" />
      }
    </section>
  `,
  styles: `
    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    p {
      margin: 0;
    }
  `,
})
export class InstallScript {
  private readonly api = inject(Api);
  private readonly load = resource({ loader: () => this.api.query(NodeScriptsDocument, {}) });
  protected readonly scripts = computed(() =>
    this.load.hasValue() ? this.load.value().nodeScripts : undefined,
  );
}
