import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Icon } from '../ui/icon.js';
import { PageTitle } from '../ui/page-title.js';
import { ConfigureStep } from './configure-step.js';
import { Deploy } from './deploy.js';
import type { Template } from './draft-input.js';
import { DraftStore } from './draft-store.js';
import { PackagesStep } from './packages-step.js';
import { ReviewStep } from './review-step.js';
import { ScriptsStep } from './scripts-step.js';
import type { StepKey } from './steps.js';
import { STEPS, stepOf } from './steps.js';
import { TemplateStep } from './template-step.js';
import { WizardModel } from './wizard-model.js';

/** The five steps to a new container. The step is part of the address, so that Back and a reload work. */
@Component({
  selector: 'ih-wizard',
  imports: [ConfigureStep, Icon, MatButton, PackagesStep, ReviewStep, ScriptsStep, TemplateStep],
  providers: [Deploy, WizardModel],
  templateUrl: './wizard.html',
  styleUrl: './wizard.scss',
})
export class Wizard {
  /** The step, from the address. */
  readonly step = input<string>();
  /** The id of a template to begin with, from the address. */
  readonly template = input<string>();

  private readonly router = inject(Router);
  private readonly store = inject(DraftStore);
  private readonly title = inject(PageTitle);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  protected readonly model = inject(WizardModel);
  protected readonly deploy = inject(Deploy);

  protected readonly steps = STEPS;
  protected readonly current = computed(() => stepOf(this.step()));
  protected readonly index = computed(() => STEPS.findIndex(({ key }) => key === this.current()));
  /** The first step with a problem: nobody can go beyond it. */
  protected readonly reachable = computed(() => {
    const first = STEPS.findIndex(({ key }) => this.model.problemsIn(key).length > 0);
    return first < 0 ? STEPS.length - 1 : first;
  });

  constructor() {
    if (this.store.draft().deployedAs !== null) this.store.clear();
    effect(() => {
      const step = this.current();
      if (step === 'configure' || step === 'review')
        untracked(() => {
          this.model.askNode();
        });
    });
    effect(() => {
      const wanted = this.model.templates()?.find(({ id }) => id === this.template());
      if (wanted)
        untracked(() => {
          this.beginWith(wanted);
        });
    });
    effect(() => {
      this.title.say(`${STEPS[this.index()]?.title ?? ''} · New container`);
    });
  }

  protected next(): void {
    const here = this.current();
    if (this.model.problemsIn(here).length > 0) {
      this.model.insist(here);
      afterNextRender(
        {
          read: () => {
            this.focusFirstProblem();
          },
        },
        { injector: this.injector },
      );
      return;
    }
    this.goTo(STEPS[this.index() + 1]?.key ?? here);
  }

  protected back(): void {
    this.goTo(STEPS[this.index() - 1]?.key ?? 'template');
  }

  protected goTo(step: StepKey): void {
    void this.router.navigate(['/containers/new'], { queryParams: { step } });
  }

  protected submit(event: Event): void {
    event.preventDefault();
    if (this.current() === 'review') void this.deploy.deploy();
    else this.next();
  }

  private beginWith(template: Template): void {
    this.model.choose(template);
    void this.router.navigate(['/containers/new'], { queryParams: { step: 'configure' }, replaceUrl: true });
  }

  private focusFirstProblem(): void {
    this.element.nativeElement.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]')?.focus();
  }
}
