import type {
  FilePolicy,
  PackageManager,
  TemplateContentFragment,
  TemplateInput,
} from '../../../../schema/generated/templates.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { templateProblems } from '../../../../schema/rules/template.js';

export interface GroupForm {
  readonly name: string;
  readonly manager: PackageManager;
  /** One package, or one custom tool, per line. */
  readonly lines: string;
  readonly optional: boolean;
  readonly enabled: boolean;
}

export interface ScriptForm {
  readonly name: string;
  readonly body: string;
  readonly enabled: boolean;
  readonly optional: boolean;
  readonly idempotent: boolean;
  readonly timeoutSeconds: number | null;
}

export interface FileForm {
  readonly path: string;
  readonly policy: FilePolicy;
  readonly owner: string;
  readonly mode: string;
  /** Null where the content is no text; it then stays as it is in base64. */
  readonly text: string | null;
  readonly base64: string;
}

/** A template as it is typed. Empty number fields are null. */
export interface TemplateForm {
  readonly title: string;
  readonly description: string;
  readonly tags: string;
  readonly osTemplate: string;
  readonly cores: number | null;
  readonly memory: number | null;
  readonly disk: number | null;
  readonly unprivileged: boolean;
  readonly nesting: boolean;
  readonly keyctl: boolean;
  readonly fuse: boolean;
  readonly packageGroups: readonly GroupForm[];
  readonly scripts: readonly ScriptForm[];
  readonly files: readonly FileForm[];
}

export const EMPTY_TEMPLATE: TemplateForm = {
  title: '',
  description: '',
  tags: '',
  osTemplate: 'debian-12-standard',
  cores: 1,
  memory: 512,
  disk: 8,
  unprivileged: true,
  nesting: true,
  keyctl: false,
  fuse: false,
  packageGroups: [],
  scripts: [],
  files: [],
};

export const EMPTY_GROUP: GroupForm = {
  name: 'base.apt',
  manager: 'APT',
  lines: '',
  optional: false,
  enabled: true,
};

export const EMPTY_SCRIPT: ScriptForm = {
  name: '10-configure.sh',
  body: '#!/bin/bash\n# What it does, in one line.\nset -eu\n\n',
  enabled: true,
  optional: false,
  idempotent: false,
  timeoutSeconds: 3600,
};

export const EMPTY_FILE: FileForm = {
  path: '',
  policy: 'DEFAULT',
  owner: '',
  mode: '',
  text: '',
  base64: '',
};

export function formOf(template: TemplateContentFragment): TemplateForm {
  const { title, description, osTemplate, defaults } = template;
  const { cores, memory, disk, unprivileged, nesting, keyctl, fuse } = defaults;
  return {
    ...{ title, description, osTemplate, cores, memory, disk, unprivileged, nesting, keyctl, fuse },
    tags: template.tags.join(' '),
    packageGroups: template.packageGroups.map(({ name, manager, lines, optional, enabled }) => ({
      ...{ name, manager, optional, enabled },
      lines: lines.join('\n'),
    })),
    scripts: template.scripts.map(({ name, body, enabled, optional, idempotent, timeoutSeconds }) => ({
      ...{ name, body, enabled, optional, idempotent, timeoutSeconds },
    })),
    files: template.files.map(({ path, policy, owner, mode, text, base64 }) => ({
      ...{ path, policy, text, base64 },
      owner: owner ?? '',
      mode: mode ?? '',
    })),
  };
}

type Input = Parameters<typeof templateProblems>[0] & TemplateInput;

/** What is sent to the server. An empty number becomes NaN, which no rule accepts. */
export function inputOf(form: TemplateForm): Input {
  const { unprivileged, nesting, keyctl, fuse } = form;
  return {
    title: form.title.trim(),
    description: form.description,
    tags: form.tags.split(/[\s,]+/).filter(Boolean),
    osTemplate: form.osTemplate.trim(),
    defaults: {
      cores: form.cores ?? NaN,
      memory: form.memory ?? NaN,
      disk: form.disk ?? NaN,
      ...{ unprivileged, nesting, keyctl, fuse },
    },
    packageGroups: form.packageGroups.map(({ lines, ...group }) => ({ ...group, packages: linesOf(lines) })),
    scripts: form.scripts.map((script) => ({ ...script, timeoutSeconds: script.timeoutSeconds ?? NaN })),
    files: form.files.map(({ path, policy, owner, mode, text, base64 }) => ({
      ...{ path: path.trim(), policy, owner: owner.trim() || null, mode: mode.trim() || null },
      ...(text === null ? { base64 } : { text }),
    })),
  };
}

/** What the rules have to say, by the same functions that the server uses. */
export function problemsOf(form: TemplateForm): readonly FieldProblem[] {
  return templateProblems(inputOf(form));
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
