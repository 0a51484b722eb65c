import { directiveLine, directives } from './directives.js';
import type { ScriptOptions, TemplateContent } from './template.js';

/** The files of a template in the folder format, by their path: what `parseTemplateFolder` reads. */
export function templateFolder(template: TemplateContent): Map<string, Uint8Array> {
  const folder = new Map<string, Uint8Array>();
  const write = (path: string, text: string) => folder.set(path, new TextEncoder().encode(text));
  write('template.conf', confOf(template));
  for (const group of template.packageGroups) {
    const line = directiveLine(group);
    const rows = [...(line === null ? [] : [line]), ...group.packages];
    write(`container-configs/packages/${group.name}`, `${rows.join('\n')}\n`);
  }
  for (const [name, script] of numbered(template.scripts)) {
    write(`container-configs/scripts/${name}`, withDirectives(script.body, script));
  }
  for (const [name, file] of named(template.files)) {
    const base = `container-configs/files/${name}`;
    const cut = file.path.lastIndexOf('/');
    folder.set(base, file.body);
    write(`${base}.path`, `${file.path.slice(0, cut) || '/'}\n`);
    write(`${base}.policy`, `${file.policy}\n`);
    if (name !== file.path.slice(cut + 1)) write(`${base}.name`, `${file.path.slice(cut + 1)}\n`);
    if (file.mode !== null) write(`${base}.mode`, `${file.mode}\n`);
    if (file.owner !== null) write(`${base}.owner`, `${file.owner}\n`);
  }
  return folder;
}

function confOf({ title, description, tags, osTemplate, defaults }: TemplateContent): string {
  const [, os, version] = /^([a-z]+)-([^-:/]+)-(?:standard|default)$/.exec(osTemplate) ?? [];
  const system: Record<string, string> =
    os !== undefined && version !== undefined && isUsual(osTemplate, os)
      ? { TEMPLATE_OS: os, TEMPLATE_VERSION: version }
      : { TEMPLATE_OS_TEMPLATE: osTemplate };
  const flag = (value: boolean) => (value ? '1' : '0');
  const settings: Record<string, string> = {
    ...{ TEMPLATE_APP: title, TEMPLATE_TAGS: tags.join(';') },
    ...{ TEMPLATE_DESCRIPTION: description, ...system },
    ...{ TEMPLATE_CPU: String(defaults.cores), TEMPLATE_RAM: String(defaults.memory) },
    ...{ TEMPLATE_DISK: String(defaults.disk), TEMPLATE_UNPRIVILEGED: flag(defaults.unprivileged) },
    ...{ TEMPLATE_NESTING: flag(defaults.nesting), TEMPLATE_KEYCTL: flag(defaults.keyctl) },
    TEMPLATE_FUSE: flag(defaults.fuse),
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}="${value.replace(/[\\"$`]/g, '\\$&')}"\n`)
    .join('');
}

/** Whether the folder format would make the same name out of system and version. */
function isUsual(osTemplate: string, os: string): boolean {
  return osTemplate.endsWith(os === 'alpine' || os === 'fedora' ? '-default' : '-standard');
}

/** Scripts by names whose order is the order in which they run. */
function numbered<T extends { readonly name: string }>(scripts: readonly T[]): [string, T][] {
  const inOrder = scripts.every(({ name }, index) => index === 0 || (scripts[index - 1]?.name ?? '') < name);
  return scripts.map((script, index) => [
    inOrder ? script.name : `${String(index + 1).padStart(2, '0')}-${script.name}`,
    script,
  ]);
}

/** Files by their own names; where two have the same, the later ones get a number. */
function named<T extends { readonly path: string }>(files: readonly T[]): Map<string, T> {
  const names = new Map<string, T>();
  for (const file of files) {
    const own = file.path.slice(file.path.lastIndexOf('/') + 1);
    let name = own;
    for (let number = 2; names.has(name) || /\.(path|policy|name|mode|owner)$/.test(name); number++) {
      name = `${own}~${String(number)}`;
    }
    names.set(name, file);
  }
  return names;
}

function withDirectives(body: string, options: ScriptOptions): string {
  const said = directives(body);
  const same =
    said.enabled === options.enabled &&
    said.optional === options.optional &&
    said.idempotent === options.idempotent &&
    said.timeoutSeconds === options.timeoutSeconds;
  if (same) return body;
  const rows = body.split('\n').filter((row) => !/^\s*#\s*infrahaus:/.test(row));
  const line = directiveLine(options);
  if (line !== null) rows.splice(rows[0]?.startsWith('#!') === true ? 1 : 0, 0, line);
  return rows.join('\n');
}
