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
  readonly keyctl: boolean;
  readonly fuse: boolean;
}

export interface PackageGroupContent {
  readonly name: string;
  readonly manager: PackageManager;
  /** Names with version pins; for `custom` whole lines. */
  readonly packages: readonly string[];
  readonly optional: boolean;
  /** Whether it is switched on when nobody chooses. */
  readonly enabled: boolean;
}

export interface ScriptContent extends ScriptOptions {
  readonly name: string;
  readonly summary: string;
  readonly body: string;
}

export interface ScriptOptions {
  /** Whether it is switched on when nobody chooses. */
  readonly enabled: boolean;
  readonly optional: boolean;
  readonly idempotent: boolean;
  readonly timeoutSeconds: number;
}

export interface FileContent {
  readonly path: string;
  readonly policy: FileSpec['policy'];
  /** Octal permissions; null for those of the file before, or 644. */
  readonly mode: string | null;
  /** `user` or `user:group`; null for the owner of the directory. */
  readonly owner: string | null;
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

/** A recorded template with what the first version did not know yet. */
export function completed(content: RecordedTemplate): RecordedTemplate {
  const { defaults, packageGroups, scripts, files } = content as Partial<RecordedTemplate>;
  return {
    ...content,
    defaults: { ...content.defaults, keyctl: defaults?.keyctl ?? false, fuse: defaults?.fuse ?? false },
    packageGroups: (packageGroups ?? []).map((group) => ({ ...SWITCHED_ON, ...group })),
    scripts: (scripts ?? []).map((script) => ({ ...SWITCHED_ON, ...script })),
    files: (files ?? []).map((file) => ({ ...NO_OWNER, ...file })),
  };
}

const SWITCHED_ON = { enabled: true };
const NO_OWNER = { owner: null };
