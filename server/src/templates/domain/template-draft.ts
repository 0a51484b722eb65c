import type { FileDraft, PackageGroupDraft, ScriptDraft, TemplateDraft } from '../../../../schema/rules/template.js';
import type { FileSpec, PackageManager } from '../../containers/domain/container-spec.js';
import { summaryOf } from './directives.js';
import type { TemplateContent, TemplateDefaults } from './template.js';

type Upper<T extends string> = Uppercase<T>;

/** A template as people write it, in the spelling of GraphQL; everything that `TemplateInput` has. */
export interface WrittenTemplate extends TemplateDraft {
  readonly defaults: TemplateDefaults;
  readonly packageGroups: readonly (PackageGroupDraft & Switches)[];
  readonly scripts: readonly (ScriptDraft & Switches & { readonly idempotent: boolean })[];
  readonly files: readonly (FileDraft & { readonly policy: Upper<FileSpec['policy']> })[];
}

interface Switches {
  readonly enabled: boolean;
  readonly optional: boolean;
}

/** What a checked draft means. */
export function contentOf(draft: WrittenTemplate): TemplateContent {
  const { cores, memory, disk, unprivileged, nesting, keyctl, fuse } = draft.defaults;
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    tags: [...new Set(draft.tags)],
    osTemplate: draft.osTemplate,
    defaults: { cores, memory, disk, unprivileged, nesting, keyctl, fuse },
    packageGroups: draft.packageGroups.map(({ name, manager, packages, optional, enabled }) => ({
      ...{ name, manager: lowerCase(manager), packages: packages.map((entry) => entry.trim()) },
      ...{ optional, enabled },
    })),
    scripts: draft.scripts.map(({ name, body, enabled, optional, idempotent, timeoutSeconds }) => ({
      ...{ name, summary: summaryOf(body), body: withUnixLines(body) },
      ...{ enabled, optional, idempotent, timeoutSeconds },
    })),
    files: draft.files.map(({ path, policy, owner, mode, text, base64 }) => ({
      ...{ path, policy: lowerCase(policy), owner: owner ?? null, mode: mode ?? null },
      body: typeof base64 === 'string' ? fromBase64(base64) : new TextEncoder().encode(text ?? ''),
    })),
  };
}

/** A template as somebody could have written it; the files' contents are left out, which no rule needs. */
export function draftOf(content: TemplateContent): TemplateDraft {
  return {
    ...content,
    packageGroups: content.packageGroups.map((group) => ({ ...group, manager: upperCase(group.manager) })),
    files: content.files.map(({ path, owner, mode }) => ({ path, owner, mode })),
  };
}

/** A shell would take a carriage return for a part of the command. */
function withUnixLines(text: string): string {
  return text.replace(/\r\n/g, '\n');
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/\s/g, '')), (character) => character.charCodeAt(0));
}

const lowerCase = <T extends string>(value: T) => value.toLowerCase() as Lowercase<T>;
const upperCase = (manager: PackageManager) => manager.toUpperCase() as Uppercase<PackageManager>;
