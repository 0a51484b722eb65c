import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { FactList } from '../ui/fact-list.js';
import { LabChip } from '../ui/lab-chip.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { Deploy } from './deploy.js';
import { PlanView } from './plan-view.js';
import { PreflightCard } from './preflight-card.js';
import { SaveAsTemplate } from './save-as-template.js';
import { sectionsOf } from './review-sections.js';
import type { StepKey } from './steps.js';
import { STEPS, stepOfField } from './steps.js';
import { WizardModel } from './wizard-model.js';

/** Step 5: everything at a glance, the preflight, the plan, and Deploy. */
@Component({
  selector: 'ih-review-step',
  imports: [
    FactList,
    LabChip,
    MatButton,
    Notice,
    PageHeading,
    PlanView,
    PreflightCard,
    RouterLink,
    SaveAsTemplate,
  ],
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
  protected readonly problems = computed(() =>
    this.model.problems().map(({ field, reason }) => {
      const step = stepOfField(field);
      return { field, reason, step, title: STEPS.find(({ key }) => key === step)?.title ?? step };
    }),
  );
}
