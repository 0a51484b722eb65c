import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { WrittenTemplate } from './template-draft.js';

const MANAGERS = ['APT', 'APK', 'DNF', 'NPM', 'PIP', 'CUSTOM'] as const;
const POLICIES = ['REPLACE', 'DEFAULT', 'BACKUP'] as const;
type Fields = Readonly<Record<string, unknown>>;

/** Reads a template out of plain data from outside, and says of each field that is no such thing what it has to be. */
export class ShapeReader {
  readonly problems: FieldProblem[] = [];

  constructor(private readonly value: unknown) {}

  /** Null if it is no template at all. Where there are problems, defaults stand in. */
  template(format: { key: string; value: string }): WrittenTemplate | null {
    const root = this.fields('', this.value, [format.key, ...ROOT_KEYS]);
    if (!root) return null;
    if (root[format.key] !== format.value) {
      this.refuse(format.key, `The file begins with ${format.key}: ${format.value}`);
      return null;
    }
    return {
      title: this.text(root, '', 'title'),
      description: this.text(root, '', 'description', ''),
      tags: this.texts(root, '', 'tags'),
      osTemplate: this.text(root, '', 'osTemplate'),
      defaults: this.defaults(root['defaults']),
      packageGroups: this.list(root, 'packageGroups', (entry, at) => this.packageGroup(entry, at)),
      scripts: this.list(root, 'scripts', (entry, at) => this.script(entry, at)),
      files: this.list(root, 'files', (entry, at) => this.file(entry, at)),
    };
  }

  private defaults(value: unknown): WrittenTemplate['defaults'] {
    const keys = ['cores', 'memory', 'disk', 'unprivileged', 'nesting', 'keyctl', 'fuse'];
    const given = this.fields('defaults', value, keys) ?? {};
    const flag = (key: string, fallback: boolean) => this.flag(given, 'defaults', key, fallback);
    return {
      cores: this.number(given, 'defaults', 'cores', 1),
      memory: this.number(given, 'defaults', 'memory', 512),
      disk: this.number(given, 'defaults', 'disk', 8),
      ...{ unprivileged: flag('unprivileged', true), nesting: flag('nesting', false) },
      ...{ keyctl: flag('keyctl', false), fuse: flag('fuse', false) },
    };
  }

  /** The manager is the ending of the group's name. */
  private packageGroup(value: unknown, at: string): WrittenTemplate['packageGroups'][number] {
    const given = this.fields(at, value, ['name', 'packages', 'enabled', 'optional']) ?? {};
    const name = this.text(given, at, 'name');
    const ending = name.slice(name.lastIndexOf('.') + 1).toUpperCase();
    const manager = MANAGERS.find((known) => known === ending);
    if (!manager) {
      this.refuse(`${at}.name`, 'A group is named NAME.apt, .apk, .dnf, .npm, .pip or .custom.');
    }
    return {
      ...{ name, manager: manager ?? 'APT', packages: this.texts(given, at, 'packages') },
      ...this.switches(given, at),
    };
  }

  private script(value: unknown, at: string): WrittenTemplate['scripts'][number] {
    const keys = ['name', 'body', 'enabled', 'optional', 'idempotent', 'timeoutSeconds'];
    const given = this.fields(at, value, keys) ?? {};
    return {
      ...{ name: this.text(given, at, 'name'), body: this.text(given, at, 'body') },
      ...{ idempotent: this.flag(given, at, 'idempotent', false), ...this.switches(given, at) },
      timeoutSeconds: this.number(given, at, 'timeoutSeconds', 3600),
    };
  }

  private file(value: unknown, at: string): WrittenTemplate['files'][number] {
    const keys = ['path', 'policy', 'owner', 'mode', 'text', 'base64'];
    const given = this.fields(at, value, keys) ?? {};
    const wanted = this.text(given, at, 'policy', 'default').toUpperCase();
    const policy = POLICIES.find((known) => known === wanted);
    if (!policy) this.refuse(`${at}.policy`, 'A policy is replace, default or backup.');
    const optional = (key: string) => (given[key] === undefined ? null : this.text(given, at, key));
    return {
      ...{ path: this.text(given, at, 'path'), policy: policy ?? 'DEFAULT' },
      ...{ owner: optional('owner'), mode: optional('mode') },
      ...{ text: optional('text'), base64: optional('base64') },
    };
  }

  private switches(given: Fields, at: string): { enabled: boolean; optional: boolean } {
    return {
      enabled: this.flag(given, at, 'enabled', true),
      optional: this.flag(given, at, 'optional', false),
    };
  }

  /** A mapping that has none but these keys. */
  private fields(at: string, value: unknown, keys: readonly string[]): Fields | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(at, `Here has to be a mapping with ${keys.join(', ')}.`);
      return null;
    }
    for (const key of Object.keys(value)) {
      if (!keys.includes(key)) this.refuse(join(at, key), `There is no such key; known are ${keys.join(', ')}.`);
    }
    return value as Fields;
  }

  private list<T>(given: Fields, key: string, read: (entry: unknown, at: string) => T): T[] {
    const value = given[key] ?? [];
    if (Array.isArray(value)) return value.map((entry, index) => read(entry, `${key}.${String(index)}`));
    this.refuse(key, 'Here has to be a list.');
    return [];
  }

  private texts(given: Fields, at: string, key: string): string[] {
    const value = given[key] ?? [];
    if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
    this.refuse(join(at, key), 'Here has to be a list of texts; put what looks like a number in quotes.');
    return [];
  }

  private text(given: Fields, at: string, key: string, fallback?: string): string {
    const value = given[key] ?? fallback;
    if (typeof value === 'string') return value;
    const missing = value === undefined ? 'It is missing.' : 'Here has to be a text: put it in quotes.';
    this.refuse(join(at, key), missing);
    return '';
  }

  private number(given: Fields, at: string, key: string, fallback: number): number {
    const value = given[key] ?? fallback;
    if (typeof value === 'number') return value;
    this.refuse(join(at, key), 'Here has to be a number.');
    return fallback;
  }

  private flag(given: Fields, at: string, key: string, fallback: boolean): boolean {
    const value = given[key] ?? fallback;
    if (typeof value === 'boolean') return value;
    this.refuse(join(at, key), 'Here has to be true or false.');
    return fallback;
  }

  private refuse(field: string, reason: string): void {
    this.problems.push({ field, code: 'IMPORT.SHAPE', reason });
  }
}

const ROOT_KEYS = [
  ...['title', 'description', 'tags', 'osTemplate', 'defaults'],
  ...['packageGroups', 'scripts', 'files'],
];
const join = (at: string, key: string) => (at === '' ? key : `${at}.${key}`);
