import { DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { Card, WizardDraft } from './wizard-draft.js';
import { EMPTY_CARD, emptyDraft } from './wizard-draft.js';

const KEY = 'infrahaus.wizard-draft';

/** Keeps the draft over steps and page reloads of this tab. The password lives in memory only. */
@Injectable({ providedIn: 'root' })
export class DraftStore {
  private readonly storage = inject(DOCUMENT).defaultView?.sessionStorage;
  private readonly state = signal<WizardDraft>(this.stored());
  private readonly secret = signal('');

  readonly draft = this.state.asReadonly();
  readonly password = this.secret.asReadonly();

  patch(change: Partial<WizardDraft>): void {
    this.state.update((draft) => ({ ...draft, ...change }));
    this.storage?.setItem(KEY, JSON.stringify(this.state()));
  }

  setPassword(password: string): void {
    this.secret.set(password);
  }

  /** The same form once more, as another container. */
  renewKey(): void {
    this.patch({ idempotencyKey: crypto.randomUUID() });
  }

  /** What was deployed last, to be changed and deployed again as another container. The password is still in memory. */
  reopen(): void {
    const { hostname } = this.state();
    this.patch({ deployedAs: null, vmid: null, copiedFrom: hostname, idempotencyKey: crypto.randomUUID() });
  }

  clear(): void {
    this.secret.set('');
    this.patch(emptyDraft(crypto.randomUUID()));
  }

  private stored(): WizardDraft {
    const empty = emptyDraft(crypto.randomUUID());
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(KEY) ?? 'null');
      return isDraft(kept, empty) ? kept : empty;
    } catch {
      return empty;
    }
  }
}

/** Whether a stored value has the fields of a draft with their types; an older version's draft is given up. */
function isDraft(value: unknown, model: WizardDraft): value is WizardDraft {
  return hasFieldsOf(value, model);
}

function hasFieldsOf(value: unknown, model: object): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const kept = new Map<string, unknown>(Object.entries(value));
  return Object.entries(model).every(([name, field]) => {
    const found = kept.get(name);
    if (name === 'networks') return areCards(found);
    if (Array.isArray(field)) return Array.isArray(found);
    if (NULLABLE.has(name)) return found === null || ['string', 'number'].includes(typeof found);
    return typeof found === typeof field;
  });
}

function areCards(found: unknown): boolean {
  return Array.isArray(found) && found.length > 0 && found.every((card) => hasFieldsOf(card, EMPTY_CARD));
}

const NULLABLE = new Set<string>([
  'templateId',
  'vmid',
  'startupOrder',
  'startupUpDelay',
  'startupDownDelay',
  'cores',
  'memory',
  'swap',
  'disk',
  'deployedAs',
  'vlan',
  'mtu',
  'rateLimit',
] satisfies (keyof WizardDraft | keyof Card)[]);
