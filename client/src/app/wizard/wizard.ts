import type { OnInit } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { ConfirmBox } from '../ui/confirm-box.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { PageTitle } from '../ui/page-title.js';
import { ConfigureStep } from './configure-step.js';
import { Deploy } from './deploy.js';
import type { Template } from './draft-input.js';
import { DraftSource } from './draft-source.js';
import { DraftStore } from './draft-store.js';
import { OsTemplateDownload } from './os-template-download.js';
import { PackagesStep } from './packages-step.js';
import { Preview } from './preview.js';
import { ReviewStep } from './review-step.js';
import { ScriptsStep } from './scripts-step.js';
import type { StepKey } from './steps.js';
import { STEPS, stepOf } from './steps.js';
import { TemplateStep } from './template-step.js';
import { WizardModel } from './wizard-model.js';

/** The five steps to a new container. The step is part of the address, so that Back and a reload work. */
@Component({
  selector: 'ih-wizard',
  imports: [
    ConfigureStep,
    ConfirmBox,
    Icon,
    MatButton,
    Notice,
    PackagesStep,
    ReviewStep,
    ScriptsStep,
    TemplateStep,
  ],
  providers: [Deploy, DraftSource, OsTemplateDownload, Preview, WizardModel],
  templateUrl: './wizard.html',
  styleUrl: './wizard.scss',
})
export class Wizard implements OnInit {
  /** The step, from the address. */
  readonly step = input<string>();
  /** The id of a template to begin with, from the address. */
  readonly template = input<string>();
  /** The id of a container whose request to begin with, from the address. */
  readonly from = input<string>();

  private readonly router = inject(Router);
  private readonly store = inject(DraftStore);
  private readonly title = inject(PageTitle);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  protected readonly model = inject(WizardModel);
  protected readonly deploy = inject(Deploy);
  protected readonly source = inject(DraftSource);
  protected readonly preview = inject(Preview);

  /** Whether somebody is asked who wants to deploy what will fail. */
  protected readonly asking = signal(false);
  protected readonly failing = computed(() => {
    const titles = (this.preview.checks() ?? [])
      .filter(({ state }) => state === 'FAIL')
      .map(({ title }) => title);
    return `The preflight says that this would fail: ${titles.join(', ')}. Deploy ${this.model.draft().hostname} all the same?`;
  });

  /** Whether Next was pressed before the node has answered; then it goes on as soon as it has. */
  protected readonly waiting = signal(false);
  protected readonly steps = STEPS;
  protected readonly current = computed(() => stepOf(this.step()));
  protected readonly index = computed(() => STEPS.findIndex(({ key }) => key === this.current()));
  /** The first step with a problem: nobody can go beyond it. */
  protected readonly reachable = computed(() => {
    const first = STEPS.findIndex(({ key }) => this.model.problemsIn(key).length > 0);
    return first < 0 ? STEPS.length - 1 : first;
  });

  constructor() {
    effect(() => {
      const step = this.current();
      this.preview.watch(step === 'review');
      if (step === 'configure' || step === 'review')
        untracked(() => {
          this.model.askNode();
        });
    });
    effect(() => {
      const templates = this.model.templates();
      const { from, wanted } = { from: this.from(), wanted: this.template() };
      if (templates && (from ?? wanted) !== undefined) {
        untracked(() => void this.begin(templates, { from, wanted }));
      }
    });
    effect(() => {
      if (this.waiting() && !this.model.awaitsNode())
        this.onceRendered(() => {
          if (untracked(this.waiting)) this.next();
        });
    });
    effect(() => {
      this.title.say(`${STEPS[this.index()]?.title ?? ''} · New container`);
    });
  }

  /** After a container was deployed, a new visit starts afresh, unless it is to change just that one. */
  ngOnInit(): void {
    const { deployedAs } = this.store.draft();
    if (deployedAs !== null && deployedAs !== this.from()) this.store.clear();
  }

  protected next(): void {
    const here = this.current();
    const hasProblems = this.model.problemsIn(here).length > 0;
    this.waiting.set(hasProblems && here === 'configure' && this.model.awaitsNode());
    if (this.waiting()) return;
    if (hasProblems) {
      this.model.insist(here);
      this.onceRendered(() => {
        this.focusFirstProblem();
      });
      return;
    }
    this.goTo(STEPS[this.index() + 1]?.key ?? here);
  }

  protected back(): void {
    this.goTo(STEPS[this.index() - 1]?.key ?? 'template');
  }

  protected goTo(step: StepKey): void {
    this.waiting.set(false);
    this.asking.set(false);
    void this.router.navigate(['/containers/new'], { queryParams: { step } });
  }

  protected async deployAllTheSame(): Promise<void> {
    await this.deploy.deploy();
    this.asking.set(false);
  }

  protected submit(event: Event): void {
    event.preventDefault();
    if (this.current() !== 'review') this.next();
    else if (this.preview.willFail()) this.asking.set(true);
    else void this.deploy.deploy();
  }

  /** Fills the form as the address asks for; the address then only tells the step, so that a reload does not fill it again. */
  private async begin(
    templates: readonly Template[],
    { from, wanted }: { from: string | undefined; wanted: string | undefined },
  ): Promise<void> {
    if (from !== undefined) {
      if (!(await this.source.fillFrom(from, templates))) return;
    } else {
      const template = templates.find(({ id }) => id === wanted);
      if (!template) return;
      this.model.choose(template);
    }
    const step: StepKey =
      this.model.draft().templateId || this.model.draft().fromScratch ? 'configure' : 'template';
    void this.router.navigate(['/containers/new'], { queryParams: { step }, replaceUrl: true });
  }

  private onceRendered(read: () => void): void {
    afterNextRender({ read }, { injector: this.injector });
  }

  private focusFirstProblem(): void {
    this.element.nativeElement.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]')?.focus();
  }
}
