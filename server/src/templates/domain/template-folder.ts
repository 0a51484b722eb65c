import { osTemplateProblem, scriptNameProblem } from '../../../../schema/rules/names.js';
import { coresProblem, diskProblem, memoryProblem } from '../../../../schema/rules/resources.js';
import {
  modeProblem,
  ownerProblem,
  scriptBodyProblem,
  targetPathProblem,
  templateProblems,
} from '../../../../schema/rules/template.js';
import { directives, summaryOf } from './directives.js';
import { textOf } from './file-text.js';
import { parsePackagesFile } from './packages-file.js';
import type { Assignments } from './template-conf.js';
import { parseTemplateConf } from './template-conf.js';
import { draftOf } from './template-draft.js';
import type {
  FileContent,
  ScriptContent,
  TemplateContent,
  TemplateDefaults,
  TemplateProblem,
} from './template.js';

/** The files of a template's folder by their path in it, for example `container-configs/scripts/10-user.sh`. */
export type FolderFiles = ReadonlyMap<string, Uint8Array>;

export interface ParsedFolder {
  /** Null if there is a problem. */
  readonly template: TemplateContent | null;
  readonly problems: readonly TemplateProblem[];
}

const POLICIES = ['replace', 'default', 'backup'] as const;

/** Reads a template in the folder format; finds every problem at once. */
export function parseTemplateFolder(files: FolderFiles): ParsedFolder {
  const problems: TemplateProblem[] = [];
  const conf = files.get('template.conf');
  if (!conf) return { template: null, problems: [{ file: 'template.conf', line: null, reason: 'It is missing.' }] };
  const assignments = parseTemplateConf(textOf(conf, 'template.conf', problems));
  problems.push(...assignments.problems);
  const settings = new Settings(assignments, problems);
  const content = {
    title: settings.required('TEMPLATE_APP'),
    description: settings.optional('TEMPLATE_DESCRIPTION'),
    tags: settings.optional('TEMPLATE_TAGS').split(';').map((tag) => tag.trim()).filter(Boolean), // prettier-ignore
    osTemplate: settings.osTemplate(),
    defaults: settings.defaults(),
    packageGroups: packageGroups(files, problems),
    scripts: scripts(files, problems),
    files: targetFiles(files, problems),
  };
  // What only the whole shows: names that are there twice, lists that are too long.
  if (problems.length === 0) problems.push(...problemsOfWhole(content, assignments));
  return { template: problems.length === 0 ? content : null, problems };
}

function problemsOfWhole(content: TemplateContent, { lines }: Assignments): TemplateProblem[] {
  return templateProblems(draftOf(content)).map(({ field, reason }) => {
    const [part = '', index = ''] = field.split('.');
    const group = part === 'packageGroups' ? content.packageGroups[Number(index)]?.name : undefined;
    const script = part === 'scripts' ? content.scripts[Number(index)]?.name : undefined;
    if (group !== undefined) return { file: `container-configs/packages/${group}`, line: null, reason };
    if (script !== undefined) return { file: `container-configs/scripts/${script}`, line: null, reason };
    if (part === 'files') {
      const path = content.files[Number(index)]?.path ?? '';
      return { file: 'container-configs/files', line: null, reason: `${path}: ${reason}` };
    }
    const key = { title: 'TEMPLATE_APP', tags: 'TEMPLATE_TAGS', description: 'TEMPLATE_DESCRIPTION' }[part];
    return { file: 'template.conf', line: lines.get(key ?? '') ?? null, reason };
  });
}

class Settings {
  constructor(
    private readonly assignments: Assignments,
    private readonly problems: TemplateProblem[],
  ) {}

  optional(key: string): string {
    return this.assignments.values.get(key) ?? '';
  }

  required(key: string): string {
    const value = this.optional(key).trim();
    if (value === '') this.refuse(key, `${key} is missing.`);
    return value;
  }

  osTemplate(): string {
    const whole = this.optional('TEMPLATE_OS_TEMPLATE');
    if (whole !== '') {
      const problem = osTemplateProblem(whole);
      if (problem) this.refuse('TEMPLATE_OS_TEMPLATE', problem.reason);
      return whole;
    }
    const os = this.required('TEMPLATE_OS').toLowerCase();
    const name = `${os}-${this.required('TEMPLATE_VERSION')}-${os === 'alpine' || os === 'fedora' ? 'default' : 'standard'}`;
    if (osTemplateProblem(name) !== null)
      this.refuse('TEMPLATE_VERSION', 'TEMPLATE_OS and TEMPLATE_VERSION name no OS template.');
    return name;
  }

  defaults(): TemplateDefaults {
    return {
      cores: this.number('TEMPLATE_CPU', 1, coresProblem),
      memory: this.number('TEMPLATE_RAM', 512, memoryProblem),
      disk: this.number('TEMPLATE_DISK', 8, diskProblem),
      unprivileged: this.flag('TEMPLATE_UNPRIVILEGED', true),
      nesting: this.flag('TEMPLATE_NESTING', false),
      keyctl: this.flag('TEMPLATE_KEYCTL', false),
      fuse: this.flag('TEMPLATE_FUSE', false),
    };
  }

  private number(key: string, fallback: number, rule: (value: number) => { reason: string } | null): number {
    const text = this.optional(key);
    const value = text === '' ? fallback : Number(text);
    const problem = rule(value);
    if (problem) this.refuse(key, `${key}: ${problem.reason}`);
    return value;
  }

  private flag(key: string, fallback: boolean): boolean {
    const text = this.optional(key);
    if (!['', '0', '1'].includes(text)) this.refuse(key, `${key} is 1 or 0.`);
    return text === '' ? fallback : text === '1';
  }

  private refuse(key: string, reason: string): void {
    const line = this.assignments.lines.get(key) ?? null;
    this.problems.push({ file: 'template.conf', line, reason });
  }
}

function packageGroups(files: FolderFiles, problems: TemplateProblem[]): TemplateContent['packageGroups'] {
  return inFolder(files, 'packages').flatMap(([name, body]) => {
    // A word for people; any other name that is none of ours is rather a mistake.
    if (name.endsWith('.md')) return [];
    const parsed = parsePackagesFile(name, textOf(body, `container-configs/packages/${name}`, problems));
    problems.push(...parsed.problems);
    return parsed.group ?? [];
  });
}

/** In the order in which `LC_ALL=C` sorts them, in which they run. */
function scripts(files: FolderFiles, problems: TemplateProblem[]): ScriptContent[] {
  const found = inFolder(files, 'scripts').filter(([name]) => name.endsWith('.sh'));
  return found.flatMap(([name, bytes]) => {
    const file = `container-configs/scripts/${name}`;
    const before = problems.length;
    const body = textOf(bytes, file, problems);
    if (problems.length > before) return [];
    const problem = scriptNameProblem(name) ?? scriptBodyProblem(body);
    if (problem) problems.push({ file, line: null, reason: problem.reason });
    return [{ name, summary: summaryOf(body), body, ...directives(body) }];
  });
}

/** What may stand beside a file: `path` and `policy` are the seed's, the others ours. */
const SETTINGS = ['path', 'policy', 'name', 'mode', 'owner'] as const;

function targetFiles(files: FolderFiles, problems: TemplateProblem[]): FileContent[] {
  const all = inFolder(files, 'files');
  const names = new Set(all.map(([name]) => name));
  const isSetting = (name: string) =>
    SETTINGS.some((setting) => name.endsWith(`.${setting}`) && names.has(name.slice(0, -setting.length - 1)));
  return all
    .filter(([name]) => !isSetting(name) && (!name.startsWith('.') || names.has(`${name}.path`)))
    .flatMap(([name, body]) => targetFile(name, body, files, problems) ?? []);
}

function targetFile(
  name: string,
  body: Uint8Array,
  files: FolderFiles,
  problems: TemplateProblem[],
): FileContent | null {
  const base = `container-configs/files/${name}`;
  const before = problems.length;
  const setting = (key: (typeof SETTINGS)[number]) =>
    textOf(files.get(`${base}.${key}`) ?? EMPTY, `${base}.${key}`, problems).trim();
  const check = (key: string, reason: string | undefined) => {
    if (reason !== undefined) problems.push({ file: `${base}.${key}`, line: 1, reason });
  };
  const directory = setting('path');
  if (directory === '') {
    const reason = `There is no ${name}.path that says where it goes.`;
    problems.push({ file: base, line: null, reason });
    return null;
  }
  const path = `${directory.replace(/\/+$/, '')}/${setting('name') || name}`;
  const mode = setting('mode') || null;
  const owner = setting('owner') || null;
  const policy = POLICIES.find((known) => known === (setting('policy') || 'default'));
  check('path', targetPathProblem(path)?.reason);
  check('policy', policy ? undefined : 'A policy is replace, default or backup.');
  check('mode', mode === null ? undefined : modeProblem(mode)?.reason);
  check('owner', owner === null ? undefined : ownerProblem(owner)?.reason);
  return problems.length > before || !policy ? null : { path, policy, mode, owner, body };
}

/** The files directly in a folder below `container-configs`, by name, in the order of their bytes. */
function inFolder(files: FolderFiles, folder: string): [string, Uint8Array][] {
  const prefix = `container-configs/${folder}/`;
  return [...files]
    .filter(([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .map(([path, body]): [string, Uint8Array] => [path.slice(prefix.length), body])
    .filter(([name]) => folder === 'files' || !name.startsWith('.'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const EMPTY = new Uint8Array();
