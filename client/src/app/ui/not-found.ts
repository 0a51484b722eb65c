import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState } from './empty-state.js';

/** The page for an address that leads nowhere. */
@Component({
  selector: 'ih-not-found',
  imports: [EmptyState, MatButton, RouterLink],
  template: `
    <main class="page narrow" id="content">
      <ih-empty-state icon="search" heading="There is no page here" headingLevel="h1">
        <p>The address may be mistyped, or what it showed is gone.</p>
        <a matButton="tonal" routerLink="/containers" data-testid="to-containers">Go to the containers</a>
      </ih-empty-state>
    </main>
  `,
})
export class NotFound {}
