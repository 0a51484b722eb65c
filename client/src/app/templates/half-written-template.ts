import { DOCUMENT, inject, Injectable } from '@angular/core';
import type { TemplateForm } from './template-form.js';
import { EMPTY_FILE, EMPTY_GROUP, EMPTY_SCRIPT, EMPTY_TEMPLATE } from './template-form.js';

const KEY = 'infrahaus.half-written-template';

/** Which template is being written: null for a new one, otherwise the revision that was opened. */
export type Edited = { readonly id: string; readonly revision: number } | null;

/** Keeps a template that is not saved yet over a reload of this tab. */
@Injectable({ providedIn: 'root' })
export class HalfWrittenTemplate {
  private readonly storage = inject(DOCUMENT).defaultView?.sessionStorage;

  keep(edited: Edited, form: TemplateForm): void {
    try {
      this.storage?.setItem(KEY, JSON.stringify({ place: placeOf(edited), form }));
    } catch {
      // More than the browser keeps: closing the page still asks.
      this.forget();
    }
  }

  /** What was typed into the very same revision, or null. */
  of(edited: Edited): TemplateForm | null {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(KEY) ?? 'null');
      const fields = fieldsOf(kept);
      const form: unknown = fields.get('form');
      return fields.get('place') === placeOf(edited) && isForm(form) ? form : null;
    } catch {
      return null;
    }
  }

  forget(): void {
    this.storage?.removeItem(KEY);
  }
}

function placeOf(edited: Edited): string {
  return edited ? `${edited.id}@${edited.revision}` : 'new';
}

/** What another version of this page stored in another shape is given up. */
function isForm(value: unknown): value is TemplateForm {
  const fields = fieldsOf(value);
  const areAll = (name: string, model: object) => {
    const list = fields.get(name);
    return Array.isArray(list) && list.every((entry) => hasFieldsOf(entry, model));
  };
  return (
    hasFieldsOf(value, EMPTY_TEMPLATE) &&
    areAll('packageGroups', EMPTY_GROUP) &&
    areAll('scripts', EMPTY_SCRIPT) &&
    areAll('files', EMPTY_FILE)
  );
}

/** Numbers may be empty, and so may the text of a file that is none. */
function hasFieldsOf(value: unknown, model: object): boolean {
  const fields = fieldsOf(value);
  return Object.entries(model).every(([name, field]) => {
    const found = fields.get(name);
    return typeof found === typeof field || (found === null && (typeof field === 'number' || name === 'text'));
  });
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
