import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PackageManager } from '../../../../schema/generated/wizard.js';
import { PackageListsDocument } from '../../../../schema/generated/wizard.js';
import { packageProblem } from '../../../../schema/rules/packages.js';
import { Api } from '../graphql/api.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import type { ExtraPackage } from './wizard-draft.js';
import { WizardModel } from './wizard-model.js';

const MANAGERS: readonly { value: PackageManager; text: string }[] = [
  { value: 'APT', text: 'apt' },
  { value: 'APK', text: 'apk' },
  { value: 'DNF', text: 'dnf' },
  { value: 'NPM', text: 'npm' },
  { value: 'PIP', text: 'pip' },
];

/** Step 3: the template's package groups, and packages beyond them. */
@Component({
  selector: 'ih-packages-step',
  imports: [Icon, MatButton, MatIconButton, MatSlideToggle, Notice, PageHeading, SelectField, TextField],
  templateUrl: './packages-step.html',
  styleUrl: './list-step.scss',
})
export class PackagesStep {
  protected readonly model = inject(WizardModel);
  private readonly api = inject(Api);
  private readonly lists = resource({ loader: () => this.api.query(PackageListsDocument, {}) });
  protected readonly managers = MANAGERS;
  /** Nothing where they cannot be had: they are a help, and the step works without. */
  private readonly buckets = computed(() => (this.lists.hasValue() ? this.lists.value().packageBuckets : []));
  protected readonly listChoices = computed(() =>
    this.buckets().map(({ id, title, packages }) => ({ value: id, text: `${title} (${packages.length})` })),
  );
  protected readonly tried = signal(false);
  /** The id of the package list that is chosen. */
  protected readonly list = signal('');

  protected readonly nameProblem = computed(() => {
    const { manager, name } = this.wanted();
    return name ? packageProblem(manager, name) : null;
  });
  private readonly wanted = computed<ExtraPackage>(() => {
    const { packageManager, packageName } = this.model.draft();
    return { manager: packageManager, name: packageName.trim() };
  });
  /** What is said at the field is not said twice. */
  protected readonly problem = computed(() =>
    this.model.insists('packages') && !this.nameProblem()
      ? (this.model.problemsIn('packages')[0]?.reason ?? null)
      : null,
  );

  protected isOn(group: string): boolean {
    return !this.model.draft().skippedGroups.includes(group);
  }

  protected toggle(group: string, on: boolean): void {
    const others = this.model.draft().skippedGroups.filter((name) => name !== group);
    this.model.patch({ skippedGroups: on ? others : [...others, group] });
  }

  protected chooseManager(value: string): void {
    const packageManager = MANAGERS.find((manager) => manager.value === value)?.value;
    if (packageManager) this.model.patch({ packageManager });
  }

  /** Adds what is typed. Also called by Enter, which must not go on to the next step then. */
  protected add(event?: Event): void {
    event?.preventDefault();
    const wanted = this.wanted();
    this.tried.set(true);
    if (!wanted.name || this.nameProblem()) return;
    const others = this.model.draft().extraPackages.filter((known) => !isSame(known, wanted));
    this.model.patch({ extraPackages: [...others, wanted], packageName: '' });
    this.tried.set(false);
  }

  /** Adds what is on a list; what was chosen already stays where it is. */
  protected take(id: string): void {
    const chosen = this.model.draft().extraPackages;
    const packages = this.buckets().find((bucket) => bucket.id === id)?.packages ?? [];
    const more = packages.filter((wanted) => !chosen.some((known) => isSame(known, wanted)));
    this.model.patch({ extraPackages: [...chosen, ...more.map(({ manager, name }) => ({ manager, name }))] });
  }

  protected remove(gone: ExtraPackage): void {
    this.model.patch({
      extraPackages: this.model.draft().extraPackages.filter((known) => !isSame(known, gone)),
    });
  }
}

function isSame(one: ExtraPackage, other: ExtraPackage): boolean {
  return one.manager === other.manager && one.name === other.name;
}
