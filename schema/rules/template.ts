import { coresProblem, diskProblem, memoryProblem } from './resources.js';
import {
  filePathProblem,
  groupNameProblem,
  osTemplateProblem,
  scriptNameProblem,
  tagProblem,
  titleProblem,
} from './names.js';
import type { PackageManagerName } from './packages.js';
import { customLineProblem, packageProblem } from './packages.js';
import type { FieldProblem, Problem } from './problem.js';
import { problem, wholeNumberProblem } from './problem.js';

type Optional<T> = T | null | undefined;

/** The fields of GraphQL's `TemplateInput`. */
export interface TemplateDraft {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly osTemplate: string;
  readonly defaults: { readonly cores: number; readonly memory: number; readonly disk: number };
  readonly packageGroups: readonly PackageGroupDraft[];
  readonly scripts: readonly ScriptDraft[];
  readonly files: readonly FileDraft[];
}

export interface PackageGroupDraft {
  readonly name: string;
  readonly manager: PackageManagerName;
  readonly packages: readonly string[];
}

export interface ScriptDraft {
  readonly name: string;
  readonly body: string;
  readonly timeoutSeconds: number;
}

export interface FileDraft {
  readonly path: string;
  readonly owner?: Optional<string>;
  readonly mode?: Optional<string>;
  readonly text?: Optional<string>;
  readonly base64?: Optional<string>;
}

export interface BucketDraft {
  readonly title: string;
  readonly description: string;
  readonly packages: readonly { readonly manager: PackageManagerName; readonly name: string }[];
}

export const TITLE_LENGTH = 100;
export const MAX_SCRIPT_SECONDS = 4 * 3600;
export const MAX_BODY_BYTES = 512 * 1024;
const LIMITS = { tags: 20, groups: 100, packages: 200, scripts: 100, files: 200 };
/** One event holds everything but the bodies, and an event may have 1 MiB. */
const MAX_LISTED_CHARACTERS = 256 * 1024;

/** Every problem of a template, in the order of its fields. */
export function templateProblems(draft: TemplateDraft): FieldProblem[] {
  const { defaults } = draft;
  const own: [string, Problem | null][] = [
    ['title', templateTitleProblem(draft.title)],
    ['description', descriptionProblem(draft.description)],
    ['osTemplate', osTemplateProblem(draft.osTemplate)],
    ['defaults.cores', coresProblem(defaults.cores)],
    ['defaults.memory', memoryProblem(defaults.memory)],
    ['defaults.disk', diskProblem(defaults.disk)],
  ];
  return [
    ...own.flatMap(([field, found]) => (found ? [{ field, ...found }] : [])),
    ...list('tags', draft.tags, LIMITS.tags, (tag) => at('', tagProblem(tag))),
    ...list('packageGroups', draft.packageGroups, LIMITS.groups, packageGroupProblems),
    ...unique('packageGroups', draft.packageGroups.map(({ name }) => name)), // prettier-ignore
    ...list('scripts', draft.scripts, LIMITS.scripts, scriptProblems),
    ...unique('scripts', draft.scripts.map(({ name }) => name)), // prettier-ignore
    ...list('files', draft.files, LIMITS.files, fileProblems),
    ...unique('files', draft.files.map(({ path }) => path)), // prettier-ignore
    ...at('packageGroups', sizeProblem(draft)),
  ];
}

export function templateTitleProblem(title: string): Problem | null {
  return titleProblem(title, TITLE_LENGTH);
}

export function bucketProblems(draft: BucketDraft): FieldProblem[] {
  const none = draft.packages.length === 0 ? problem('LIST.EMPTY', 'Add at least one package.') : null;
  return [
    ...at('title', templateTitleProblem(draft.title)),
    ...at('description', descriptionProblem(draft.description)),
    ...at('packages', none),
    ...list('packages', draft.packages, LIMITS.packages, ({ manager, name }) =>
      at('name', packageProblem(manager, name)),
    ),
  ];
}

function packageGroupProblems({ name, manager, packages }: PackageGroupDraft): FieldProblem[] {
  const rule = manager === 'CUSTOM' ? customLineProblem : (entry: string) => packageProblem(manager, entry);
  const ending = `.${manager.toLowerCase()}`;
  const wrongEnding = name.endsWith(ending)
    ? null
    : problem('GROUP.ENDING', `A group of ${ending.slice(1)} is named like base${ending}.`);
  return [
    ...at('name', groupNameProblem(name) ?? wrongEnding),
    ...list('packages', packages, LIMITS.packages, (entry) => at('', rule(entry))),
  ];
}

function scriptProblems({ name, body, timeoutSeconds }: ScriptDraft): FieldProblem[] {
  const limits = { code: 'TIMEOUT.RANGE', what: 'The time limit (s)', min: 1, max: MAX_SCRIPT_SECONDS };
  return [
    ...at('name', scriptNameProblem(name)),
    ...at('body', scriptBodyProblem(body)),
    ...at('timeoutSeconds', wholeNumberProblem(timeoutSeconds, limits)),
  ];
}

/** A script is text; of its meaning nothing is known before it runs. */
export function scriptBodyProblem(body: string): Problem | null {
  if (body.trim() === '') return problem('SCRIPT.EMPTY', 'The script is empty.');
  if (body.includes('\0')) return problem('SCRIPT.BINARY', 'A script is text, without NUL characters.');
  return tooLong(body.length);
}

function fileProblems({ path, owner, mode, text, base64 }: FileDraft): FieldProblem[] {
  const both = typeof text === 'string' && typeof base64 === 'string';
  return [
    ...at('path', targetPathProblem(path)),
    ...at('owner', owner ? ownerProblem(owner) : null),
    ...at('mode', mode ? modeProblem(mode) : null),
    ...at('text', both ? problem('FILE.TWICE', 'Give the content as text or in base64, not both.') : null),
    ...at('text', tooLong(text?.length ?? 0)),
    ...at('base64', base64 ? base64Problem(base64) : null),
  ];
}

/** Where a template's file may go: not into the folder by which containers are managed. */
export function targetPathProblem(path: string): Problem | null {
  if (path.startsWith('/etc/config-manager/') || path.startsWith('/var/lib/infrahaus/')) {
    return problem('PATH.RESERVED', 'This folder belongs to the configuration manager.');
  }
  return filePathProblem(path);
}

/** `user` or `user:group`, by name (useradd(8)) or number. */
export function ownerProblem(owner: string): Problem | null {
  if (/^([a-z_][a-z0-9_-]{0,31}|\d{1,10})(:([a-z_][a-z0-9_-]{0,31}|\d{1,10}))?$/.test(owner)) return null;
  return problem('OWNER.INVALID', 'An owner is user or user:group, for example www-data:www-data.');
}

/** Permissions in octal, with or without a leading digit for setuid, setgid and sticky. */
export function modeProblem(mode: string): Problem | null {
  if (/^[0-7]{3,4}$/.test(mode)) return null;
  return problem('MODE.INVALID', 'Permissions are three or four octal digits, for example 0640.');
}

function base64Problem(text: string): Problem | null {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return problem('FILE.BASE64', 'This is no base64.');
  return tooLong((text.length * 3) / 4);
}

function tooLong(length: number): Problem | null {
  if (length <= MAX_BODY_BYTES) return null;
  return problem('FILE.TOO_LARGE', 'One script or file may have at most 512 KiB.');
}

/** A description may have several lines, but no other control characters. */
function descriptionProblem(text: string): Problem | null {
  const plain = !/[^\P{Cc}\n\r\t]/u.test(text);
  return plain && text.length <= 2000 ? null : problem('DESCRIPTION.INVALID', 'Use up to 2000 characters.');
}

function sizeProblem({ packageGroups }: TemplateDraft): Problem | null {
  const characters = packageGroups.reduce((sum, { packages }) => sum + packages.join('\n').length, 0);
  if (characters <= MAX_LISTED_CHARACTERS) return null;
  return problem('TEMPLATE.TOO_LARGE', 'All package lists together may have at most 256 Ki characters.');
}

function at(field: string, found: Problem | null): FieldProblem[] {
  return found ? [{ field, ...found }] : [];
}

function list<T>(
  field: string,
  values: readonly T[],
  limit: number,
  rule: (value: T) => FieldProblem[],
): FieldProblem[] {
  if (values.length > limit) {
    return at(field, problem('LIST.TOO_LONG', `At most ${String(limit)} entries are taken.`));
  }
  return values.flatMap((value, index) =>
    rule(value).map((found) => ({
      ...found,
      field: [field, String(index), found.field].filter(Boolean).join('.'),
    })),
  );
}

function unique(field: string, names: readonly string[]): FieldProblem[] {
  const inner = field === 'files' ? 'path' : 'name';
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : at(`${field}.${String(index)}.${inner}`, problem('NAME.TWICE', `${name} is there twice.`)),
  );
}
