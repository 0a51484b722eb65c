import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { FactList } from '../ui/fact-list.js';
import { Icon } from '../ui/icon.js';
import { LabChip } from '../ui/lab-chip.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { checksOf } from './checks.js';
import { Deploy } from './deploy.js';
import { sectionsOf } from './review-sections.js';
import type { StepKey } from './steps.js';
import { STEPS, stepOfField } from './steps.js';
import { WizardModel } from './wizard-model.js';

/** Step 5: everything at a glance, what the node says to it, and Deploy. */
@Component({
  selector: 'ih-review-step',
  imports: [FactList, Icon, LabChip, MatButton, Notice, PageHeading, RouterLink],
  templateUrl: './review-step.html',
  styleUrl: './review-step.scss',
})
export class ReviewStep {
  /** A step that the person wants to change. */
  readonly edit = output<StepKey>();

  protected readonly model = inject(WizardModel);
  protected readonly deploy = inject(Deploy);

  protected readonly sections = computed(() =>
    sectionsOf(this.model.draft(), this.model.password() !== '', {
      template: this.model.template(),
      nodeName: this.model.node()?.name ?? '',
      nextVmid: this.model.inventory()?.nextVmid ?? null,
    }),
  );
  protected readonly checks = computed(() =>
    checksOf(this.model.draft(), this.model.inventory(), this.model.unreachable(), this.model.template()),
  );
  protected readonly problems = computed(() =>
    this.model.problems().map(({ field, reason }) => {
      const step = stepOfField(field);
      return { field, reason, step, title: STEPS.find(({ key }) => key === step)?.title ?? step };
    }),
  );
}
