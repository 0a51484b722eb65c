import { DOCUMENT, inject, Injectable } from '@angular/core';

const KEY = 'infrahaus.os-template-download';

export interface Wanted {
  readonly nodeId: string;
  /** The archive's file name. */
  readonly template: string;
  /** Null for the storage with most room. */
  readonly storage: string | null;
}

/** A download that goes on at a node, whoever looks at it. */
export interface StartedDownload {
  readonly wanted: Wanted;
  /** The task's id (UPID). */
  readonly taskId: string;
  /** The volume that will be there at its end. */
  readonly volid: string;
}

/** Keeps the download that was started last over page reloads of this tab. */
@Injectable({ providedIn: 'root' })
export class KeptDownload {
  private readonly storage = inject(DOCUMENT).defaultView?.sessionStorage;

  keep(download: StartedDownload): void {
    this.storage?.setItem(KEY, JSON.stringify(download));
  }

  forget(): void {
    this.storage?.removeItem(KEY);
  }

  /** Null where none goes on, or nothing that can be read was kept. */
  read(): StartedDownload | null {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(KEY) ?? 'null');
      return isStarted(kept) ? kept : null;
    } catch {
      return null;
    }
  }
}

function isStarted(value: unknown): value is StartedDownload {
  return hasTexts(value, ['taskId', 'volid']) && 'wanted' in value && isWanted(value.wanted);
}

function isWanted(value: unknown): boolean {
  if (!hasTexts(value, ['nodeId', 'template']) || !('storage' in value)) return false;
  return value.storage === null || typeof value.storage === 'string';
}

function hasTexts(value: unknown, names: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return names.every((name) => typeof fields.get(name) === 'string');
}
