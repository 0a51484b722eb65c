import { afterNextRender, Component, computed, ElementRef, inject, Injector, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { CodeView } from '../ui/code-view.js';
import { Icon } from '../ui/icon.js';
import { PageHeading } from '../ui/page-heading.js';
import { inOrder, moved } from './script-order.js';
import { WizardModel } from './wizard-model.js';

/** Step 4: which of the template's scripts run, in which order, and what they say. */
@Component({
  selector: 'ih-scripts-step',
  imports: [CodeView, Icon, MatIconButton, MatSlideToggle, PageHeading],
  template: `
    <h1 ihPageHeading>Scripts</h1>
    <section class="card" aria-labelledby="scripts">
      <h2 id="scripts">They run in this order, as root in the container</h2>
      <p class="visually-hidden" role="status">{{ said() }}</p>
      <ol class="plain-list items">
        @for (script of scripts(); track script.name; let first = $first; let last = $last) {
          <li data-testid="script" [attr.data-script]="script.name">
            <div class="row">
              <mat-slide-toggle [checked]="isOn(script.name)" (change)="toggle(script.name, $event.checked)">
                <span class="mono">{{ script.name }}</span>
              </mat-slide-toggle>
              <span class="gap"></span>
              @if (scripts().length > 1) {
                <button
                  matIconButton
                  type="button"
                  data-testid="script-up"
                  [attr.aria-label]="'Move ' + script.name + ' up'"
                  [disabled]="first"
                  (click)="move(script.name, -1)"
                >
                  <ih-icon name="up" />
                </button>
                <button
                  matIconButton
                  type="button"
                  data-testid="script-down"
                  [attr.aria-label]="'Move ' + script.name + ' down'"
                  [disabled]="last"
                  (click)="move(script.name, 1)"
                >
                  <ih-icon class="down" name="up" />
                </button>
              }
            </div>
            <p class="muted">{{ script.summary }}</p>
            <ih-code-view [name]="script.name" [text]="script.body" />
          </li>
        } @empty {
          <li class="muted">
            {{
              model.template()
                ? 'This template brings no scripts.'
                : 'Without a template there are no scripts.'
            }}
          </li>
        }
      </ol>
    </section>
  `,
  styleUrl: './list-step.scss',
  styles: `
    .gap {
      flex: 1;
    }
    .down {
      transform: rotate(180deg);
    }
  `,
})
export class ScriptsStep {
  protected readonly model = inject(WizardModel);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  protected readonly scripts = computed(() =>
    inOrder(this.model.template()?.scripts ?? [], this.model.draft().scriptOrder),
  );
  /** Where a script was moved to, for those who do not see it. */
  protected readonly said = signal('');

  protected isOn(script: string): boolean {
    return !this.model.draft().skippedScripts.includes(script);
  }

  protected toggle(script: string, on: boolean): void {
    const others = this.model.draft().skippedScripts.filter((name) => name !== script);
    this.model.patch({ skippedScripts: on ? others : [...others, script] });
  }

  protected move(script: string, by: -1 | 1): void {
    const names = this.scripts().map(({ name }) => name);
    const scriptOrder = moved(names, script, by);
    this.model.patch({ scriptOrder });
    this.said.set(`${script} is number ${scriptOrder.indexOf(script) + 1} of ${scriptOrder.length} now.`);
    afterNextRender(
      {
        read: () => {
          this.focusOn(script, by);
        },
      },
      { injector: this.injector },
    );
  }

  /** The keyboard stays with the script that moved; at an end of the list, on the button that leads back. */
  private focusOn(script: string, by: -1 | 1): void {
    const items = [...this.element.nativeElement.querySelectorAll<HTMLElement>('[data-script]')];
    const item = items.find(({ dataset }) => dataset['script'] === script);
    const [up, down] = ['up', 'down'].map((way) =>
      item?.querySelector<HTMLButtonElement>(`[data-testid="script-${way}"]`),
    );
    const [wanted, other] = by < 0 ? [up, down] : [down, up];
    (wanted?.disabled ? other : wanted)?.focus();
  }
}
