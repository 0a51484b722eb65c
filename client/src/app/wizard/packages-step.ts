import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PackageManager } from '../../../../schema/generated/wizard.js';
import { packageProblem } from '../../../../schema/rules/packages.js';
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
  protected readonly managers = MANAGERS;
  protected readonly manager = signal<string>('APT');
  protected readonly name = signal('');
  protected readonly tried = signal(false);

  protected readonly nameProblem = computed(() => {
    const wanted = this.wanted();
    return wanted && wanted.name ? packageProblem(wanted.manager, wanted.name) : null;
  });
  private readonly wanted = computed<ExtraPackage | null>(() => {
    const manager = MANAGERS.find(({ value }) => value === this.manager())?.value;
    return manager ? { manager, name: this.name().trim() } : null;
  });
  protected readonly problem = computed(() =>
    this.model.insists('packages') ? (this.model.problemsIn('packages')[0]?.reason ?? null) : null,
  );

  protected isOn(group: string): boolean {
    return !this.model.draft().skippedGroups.includes(group);
  }

  protected toggle(group: string, on: boolean): void {
    const others = this.model.draft().skippedGroups.filter((name) => name !== group);
    this.model.patch({ skippedGroups: on ? others : [...others, group] });
  }

  /** Adds what is typed. Also called by Enter, which must not go on to the next step then. */
  protected add(event?: Event): void {
    event?.preventDefault();
    const wanted = this.wanted();
    this.tried.set(true);
    if (!wanted?.name || this.nameProblem()) return;
    const others = this.model.draft().extraPackages.filter((known) => !isSame(known, wanted));
    this.model.patch({ extraPackages: [...others, wanted] });
    this.name.set('');
    this.tried.set(false);
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
