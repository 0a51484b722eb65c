import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

export const TABS = [
  { key: 'overview', title: 'Overview' },
  { key: 'services', title: 'Services' },
  { key: 'history', title: 'History' },
  { key: 'logs', title: 'Logs' },
  { key: 'receipt', title: 'Receipt' },
] as const;

export type TabKey = (typeof TABS)[number]['key'];

/** The tab that an address names; the first one if it names none. */
export function tabOf(name: string | undefined): TabKey {
  return TABS.find(({ key }) => key === name)?.key ?? 'overview';
}

/** The parts of a container's page. Each is an address of its own, so Back, a reload and a shared link work. */
@Component({
  selector: 'ih-container-tabs',
  imports: [RouterLink],
  template: `
    <nav aria-label="About this container">
      @for (tab of tabs; track tab.key) {
        <a
          [routerLink]="[]"
          [queryParams]="{ tab: tab.key === 'overview' ? null : tab.key }"
          [class.active]="tab.key === current()"
          [attr.aria-current]="tab.key === current() ? 'page' : null"
          [attr.data-testid]="'tab-' + tab.key"
          >{{ tab.title }}</a
        >
      }
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      gap: 2px;
      margin-bottom: 18px;
      overflow-x: auto;
      scrollbar-width: none;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    a {
      flex: none;
      padding: 10px 14px;
      border-bottom: 3px solid transparent;
      color: var(--mat-sys-on-surface-variant);
      font-weight: 550;
      text-decoration: none;
    }
    a:hover {
      color: var(--mat-sys-on-surface);
    }
    a:focus-visible {
      outline-offset: -3px;
    }
    .active {
      border-color: var(--mat-sys-primary);
      color: var(--mat-sys-on-surface);
    }
    @media (max-width: 480px) {
      nav {
        gap: 0;
      }
      a {
        padding: 10px 5px;
        font-size: 0.88rem;
      }
    }
  `,
})
export class ContainerTabs {
  readonly current = input.required<TabKey>();
  protected readonly tabs = TABS;
}
