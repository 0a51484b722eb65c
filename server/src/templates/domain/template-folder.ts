import { filePathProblem, osTemplateProblem, scriptNameProblem } from '../../../../schema/rules/names.js';
import { coresProblem, diskProblem, memoryProblem } from '../../../../schema/rules/resources.js';
import { directives, summaryOf } from './directives.js';
import { parsePackagesFile } from './packages-file.js';
import { parseTemplateConf } from './template-conf.js';
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
  if (!conf) problems.push({ file: 'template.conf', line: null, reason: 'It is missing.' });
  const assignments = parseTemplateConf(conf ? textOf(conf) : '');
  problems.push(...assignments.problems);
  const settings = new Settings(assignments.values, problems);
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
  return { template: problems.length === 0 ? content : null, problems };
}

class Settings {
  constructor(
    private readonly values: ReadonlyMap<string, string>,
    private readonly problems: TemplateProblem[],
  ) {}

  optional(key: string): string {
    return this.values.get(key) ?? '';
  }

  required(key: string): string {
    const value = this.optional(key).trim();
    if (value === '') this.refuse(`${key} is missing.`);
    return value;
  }

  osTemplate(): string {
    const os = this.required('TEMPLATE_OS').toLowerCase();
    const name = `${os}-${this.required('TEMPLATE_VERSION')}-${os === 'alpine' || os === 'fedora' ? 'default' : 'standard'}`;
    if (osTemplateProblem(name) !== null)
      this.refuse('TEMPLATE_OS and TEMPLATE_VERSION name no OS template.');
    return name;
  }

  defaults(): TemplateDefaults {
    return {
      cores: this.number('TEMPLATE_CPU', 1, coresProblem),
      memory: this.number('TEMPLATE_RAM', 512, memoryProblem),
      disk: this.number('TEMPLATE_DISK', 8, diskProblem),
      unprivileged: this.flag('TEMPLATE_UNPRIVILEGED', true),
      nesting: this.flag('TEMPLATE_NESTING', false),
    };
  }

  private number(key: string, fallback: number, rule: (value: number) => { reason: string } | null): number {
    const text = this.optional(key);
    const value = text === '' ? fallback : Number(text);
    const problem = rule(value);
    if (problem) this.refuse(`${key}: ${problem.reason}`);
    return value;
  }

  private flag(key: string, fallback: boolean): boolean {
    const text = this.optional(key);
    if (!['', '0', '1'].includes(text)) this.refuse(`${key} is 1 or 0.`);
    return text === '' ? fallback : text === '1';
  }

  private refuse(reason: string): void {
    this.problems.push({ file: 'template.conf', line: null, reason });
  }
}

function packageGroups(files: FolderFiles, problems: TemplateProblem[]): TemplateContent['packageGroups'] {
  return inFolder(files, 'packages').flatMap(([name, body]) => {
    const parsed = parsePackagesFile(name, textOf(body));
    problems.push(...parsed.problems);
    return parsed.group ?? [];
  });
}

/** In the order in which `LC_ALL=C` sorts them, in which they run. */
function scripts(files: FolderFiles, problems: TemplateProblem[]): ScriptContent[] {
  const found = inFolder(files, 'scripts').filter(([name]) => name.endsWith('.sh'));
  return found.flatMap(([name, bytes]) => {
    const problem = scriptNameProblem(name);
    if (problem) {
      problems.push({ file: `container-configs/scripts/${name}`, line: null, reason: problem.reason });
    }
    const body = textOf(bytes);
    return [{ name, summary: summaryOf(body), body, ...directives(body) }];
  });
}

function targetFiles(files: FolderFiles, problems: TemplateProblem[]): FileContent[] {
  const all = inFolder(files, 'files');
  const names = new Set(all.map(([name]) => name));
  const isSetting = (name: string) =>
    /\.(path|policy)$/.test(name) && names.has(name.replace(/\.(path|policy)$/, ''));
  return all
    .filter(([name]) => !isSetting(name))
    .flatMap(([name, body]) => targetFile(name, body, files, problems) ?? []);
}

function targetFile(
  name: string,
  body: Uint8Array,
  files: FolderFiles,
  problems: TemplateProblem[],
): FileContent | null {
  const base = `container-configs/files/${name}`;
  const refuse = (file: string, reason: string) => problems.push({ file, line: null, reason });
  const directory = files.get(`${base}.path`);
  if (!directory) {
    refuse(base, `There is no ${name}.path that says where it goes.`);
    return null;
  }
  const path = `${textOf(directory).trim().replace(/\/+$/, '')}/${name}`;
  const problem = filePathProblem(path);
  if (problem) refuse(`${base}.path`, problem.reason);
  const wanted = textOf(files.get(`${base}.policy`) ?? new Uint8Array()).trim() || 'default';
  const policy = POLICIES.find((known) => known === wanted);
  if (!policy) refuse(`${base}.policy`, 'A policy is replace, default or backup.');
  return problem || !policy ? null : { path, policy, mode: null, body };
}

/** The files directly in a folder below `container-configs`, by name, in the order of their bytes. */
function inFolder(files: FolderFiles, folder: string): [string, Uint8Array][] {
  const prefix = `container-configs/${folder}/`;
  return [...files]
    .filter(([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .map(([path, body]): [string, Uint8Array] => [path.slice(prefix.length), body])
    .filter(([name]) => !name.startsWith('.'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
