import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import type { Check } from './preview.js';
import { Preview } from './preview.js';
import type { StepKey } from './steps.js';
import { STEPS, stepOfField } from './steps.js';

/** What the node says to the request now: what speaks against it first, the rest folded. */
@Component({
  selector: 'ih-preflight-card',
  imports: [Icon, MatButton, Notice],
  templateUrl: './preflight-card.html',
  styleUrl: './preflight-card.scss',
})
export class PreflightCard {
  /** A step on which something can be put right. */
  readonly edit = output<StepKey>();

  protected readonly preview = inject(Preview);
  protected readonly against = computed(() =>
    (this.preview.checks() ?? [])
      .filter(({ state }) => state !== 'PASS')
      .toSorted((one, other) => Number(other.state === 'FAIL') - Number(one.state === 'FAIL')),
  );
  protected readonly passed = computed(() =>
    (this.preview.checks() ?? []).filter(({ state }) => state === 'PASS'),
  );
  protected readonly verdict = computed(() => {
    if (this.preview.willFail()) return 'It would fail as it stands';
    return this.against().length > 0 ? 'It will probably work' : 'Nothing speaks against it';
  });

  protected placeOf({ field }: Check): { step: StepKey; title: string } | null {
    if (field === null) return null;
    const step = stepOfField(field);
    return { step, title: STEPS.find(({ key }) => key === step)?.title ?? step };
  }
}
