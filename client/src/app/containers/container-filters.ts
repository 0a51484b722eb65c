import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ContainerCardFragment } from '../../../../schema/generated/client.js';
import { Icon } from '../ui/icon.js';
import type { Choice, ContainerQuery } from './container-query.js';
import { SORT_CHOICES, STATE_CHOICES } from './container-query.js';

/** Search, filters and order of the container list. */
@Component({
  selector: 'ih-container-filters',
  imports: [Icon, MatButton],
  host: { role: 'search', 'aria-label': 'Containers' },
  template: `
    <label class="search">
      <ih-icon name="search" />
      <span class="visually-hidden">Search</span>
      <input
        type="search"
        placeholder="Name, VMID, address, tag…"
        autocomplete="off"
        spellcheck="false"
        data-testid="search"
        [value]="query().words"
        (input)="changed.emit({ words: text.value })"
        #text
      />
    </label>
    @for (filter of filters(); track filter.name) {
      <select
        [attr.aria-label]="filter.label"
        [attr.data-testid]="'filter-' + filter.name"
        [class.on]="filter.value"
        (change)="narrow(filter.name, box.value)"
        #box
      >
        <option value="" [selected]="filter.value === ''">{{ filter.all }}</option>
        @for (choice of filter.choices; track choice.value) {
          <option [value]="choice.value" [selected]="choice.value === filter.value">{{ choice.text }}</option>
        }
      </select>
    }
    <select aria-label="Order" data-testid="sort" (change)="changed.emit({ sort: order.value })" #order>
      @for (choice of orders; track choice.value) {
        <option [value]="choice.value" [selected]="choice.value === query().sort">{{ choice.text }}</option>
      }
    </select>
    @if (narrowed()) {
      <button
        matButton
        type="button"
        data-testid="clear-filters"
        (click)="changed.emit({ words: '', state: '', node: '', tag: '' })"
      >
        Clear
      </button>
    }
  `,
  styleUrl: './container-filters.scss',
})
export class ContainerFilters {
  readonly query = input.required<ContainerQuery>();
  /** All containers: their nodes and tags are what can be chosen. */
  readonly containers = input.required<readonly ContainerCardFragment[]>();
  readonly changed = output<Partial<ContainerQuery>>();

  protected readonly orders = SORT_CHOICES;
  protected readonly filters = computed(() => {
    const { state, node, tag } = this.query();
    const nodes = choicesOf(
      this.containers().map(({ nodeName }) => nodeName),
      node,
    );
    const tags = choicesOf(
      this.containers().flatMap((container) => container.tags),
      tag,
    );
    return [
      { name: 'state', label: 'State', all: 'Any state', value: state, choices: STATE_CHOICES },
      { name: 'node', label: 'Node', all: 'All nodes', value: node, choices: nodes },
      { name: 'tag', label: 'Tag', all: 'All tags', value: tag, choices: tags },
    ].filter(({ choices }) => choices.length > 0);
  });
  protected narrow(name: string, value: string): void {
    this.changed.emit({ [name]: value });
  }

  protected readonly narrowed = computed(() => {
    const { words, state, node, tag } = this.query();
    return [words, state, node, tag].some((wanted) => wanted !== '');
  });
}

/** The values that occur, and the chosen one even if it does not. */
function choicesOf(values: readonly string[], chosen: string): readonly Choice[] {
  const known = new Set(chosen === '' ? values : [...values, chosen]);
  return [...known].sort((a, b) => a.localeCompare(b)).map((value) => ({ value, text: value }));
}
