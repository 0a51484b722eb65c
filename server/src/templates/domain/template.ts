import type { FileSpec, PackageManager } from '../../containers/domain/container-spec.js';

/** What a template's folder says, with the bodies in it. */
export interface TemplateContent {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Without version and architecture, for example `debian-12-standard`. */
  readonly osTemplate: string;
  readonly defaults: TemplateDefaults;
  readonly packageGroups: readonly PackageGroupContent[];
  readonly scripts: readonly ScriptContent[];
  readonly files: readonly FileContent[];
}

export interface TemplateDefaults {
  readonly cores: number;
  /** MiB */
  readonly memory: number;
  /** GiB */
  readonly disk: number;
  readonly unprivileged: boolean;
  readonly nesting: boolean;
}

export interface PackageGroupContent {
  readonly name: string;
  readonly manager: PackageManager;
  /** Names with version pins; for `custom` whole lines. */
  readonly packages: readonly string[];
  readonly optional: boolean;
}

export interface ScriptContent extends ScriptOptions {
  readonly name: string;
  readonly summary: string;
  readonly body: string;
}

export interface ScriptOptions {
  readonly optional: boolean;
  readonly idempotent: boolean;
  readonly timeoutSeconds: number;
}

export interface FileContent {
  readonly path: string;
  readonly policy: FileSpec['policy'];
  readonly mode: string | null;
  readonly body: Uint8Array;
}

/** A template as it is recorded: bodies are in the blob store. */
export interface RecordedTemplate extends Omit<TemplateContent, 'scripts' | 'files'> {
  readonly scripts: readonly (Omit<ScriptContent, 'body'> & { readonly blob: string })[];
  readonly files: readonly (Omit<FileContent, 'body'> & { readonly blob: string; readonly size: number })[];
}

/** Something in a template's folder that cannot be taken. */
export interface TemplateProblem {
  readonly file: string;
  /** From 1; null if it concerns the whole file. */
  readonly line: number | null;
  readonly reason: string;
}
