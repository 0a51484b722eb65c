import type { OnInit } from '@angular/core';
import { Component, computed, ElementRef, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { HalfWritten } from '../ui/half-written.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { AboutFields } from './about-fields.js';
import { FileFields } from './file-fields.js';
import { GroupFields } from './group-fields.js';
import { ScriptFields } from './script-fields.js';
import { TemplateEditor } from './template-editor.js';

/** Writes a new template, or a new revision of one. */
@Component({
  selector: 'ih-template-edit-page',
  imports: [AboutFields, FileFields, GroupFields, MatButton, Notice, PageHeading, RouterLink, ScriptFields],
  providers: [TemplateEditor],
  host: { '(window:beforeunload)': 'warn($event)' },
  templateUrl: './template-edit-page.html',
  styleUrl: './template-edit-page.scss',
})
export class TemplateEditPage implements HalfWritten, OnInit {
  /** The id of the template to change, from the address; none for a new one. */
  readonly id = input<string>();

  private readonly router = inject(Router);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly editor = inject(TemplateEditor);
  /** Null once the template to change is open; otherwise why it cannot be. */
  protected readonly opening = resource({
    params: () => this.id(),
    loader: ({ params }) => this.editor.open(params),
  });
  protected readonly ready = computed(
    () => this.id() === undefined || (this.opening.hasValue() && this.opening.value() === null),
  );
  protected readonly refusal = computed(() => (this.opening.hasValue() ? this.opening.value() : null));

  ngOnInit(): void {
    if (this.id() === undefined) this.editor.begin();
  }

  /** Whether there is something that leaving would lose. */
  get dirty(): boolean {
    return this.ready() && this.editor.dirty();
  }

  protected warn(event: BeforeUnloadEvent): void {
    if (this.dirty) event.preventDefault();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const id = await this.editor.save();
    if (id !== null) await this.router.navigate(['/templates', id]);
    else this.element.nativeElement.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}
