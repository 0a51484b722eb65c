import type {
  FileSpec,
  PackageGroupSpec,
  PackageManager,
  ScriptSpec,
  TemplateReference,
} from '../../containers/domain/container-spec.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { PackageManagerName } from '../../../../schema/rules/packages.js';
import type { PackageGroupContent, RecordedTemplate, TemplateDefaults } from './template.js';

export interface TemplateChoice {
  /** Null for a container without a template. */
  readonly templateId: string | null;
  /** Null for those that the template switches on. */
  readonly packageGroups: readonly string[] | null;
  /** In the order in which they run; null for those that the template switches on, in its own. */
  readonly scripts: readonly string[] | null;
  readonly extraPackages: readonly { readonly manager: PackageManagerName; readonly name: string }[];
}

export interface ResolvedTemplate {
  readonly template: TemplateReference | null;
  readonly packageGroups: readonly PackageGroupSpec[];
  readonly scripts: readonly ScriptSpec[];
  readonly files: readonly FileSpec[];
  /** Null without a template. */
  readonly osTemplate: string | null;
  readonly defaults: TemplateDefaults | null;
}

export type Resolution =
  | { readonly kind: 'resolved'; readonly resolved: ResolvedTemplate }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] };

/** What a choice in the wizard means for the container, complete in itself. */
export function resolveTemplate(
  choice: TemplateChoice,
  known: { readonly revision: number; readonly content: RecordedTemplate } | null,
): Resolution {
  if (choice.templateId !== null && known === null) {
    return { kind: 'refused', problems: [unknown('templateId', 'TEMPLATE.UNKNOWN', choice.templateId)] };
  }
  const groups = known?.content.packageGroups ?? [];
  const scripts = known?.content.scripts ?? [];
  const problems = [
    ...unknownNames('packageGroups', 'PACKAGE_GROUP.UNKNOWN', choice.packageGroups, groups),
    ...unknownNames('scripts', 'SCRIPT.UNKNOWN', choice.scripts, scripts),
  ];
  if (problems.length > 0) return { kind: 'refused', problems };
  const template =
    choice.templateId === null || known === null
      ? null
      : { id: choice.templateId, revision: known.revision, title: known.content.title };
  const resolved: ResolvedTemplate = {
    template,
    packageGroups: [
      ...chosen(groups, choice.packageGroups).map(groupSpec),
      ...extraGroups(
        choice.extraPackages,
        groups.map(({ name }) => name),
      ),
    ],
    scripts: ordered(scripts, choice.scripts).map(({ name, blob, optional, idempotent, timeoutSeconds }) => ({
      name,
      blob,
      optional,
      idempotent,
      timeoutSeconds,
    })),
    files: (known?.content.files ?? []).map(({ path, policy, blob, mode, owner }) => ({
      path,
      policy,
      blob,
      mode,
      owner,
    })),
    osTemplate: known?.content.osTemplate ?? null,
    defaults: known?.content.defaults ?? null,
  };
  return { kind: 'resolved', resolved };
}

function groupSpec({ name, manager, packages, optional }: PackageGroupContent): PackageGroupSpec {
  return { name, manager, packages, optional, origin: 'template' };
}

/** Those that were chosen; when nobody chose, those that the template switches on. */
function chosen<T extends { readonly name: string; readonly enabled: boolean }>(
  all: readonly T[],
  names: readonly string[] | null,
): T[] {
  return all.filter(({ name, enabled }) => (names === null ? enabled : names.includes(name)));
}

/** As `chosen`, in the order in which they were named. */
function ordered<T extends { readonly name: string; readonly enabled: boolean }>(
  all: readonly T[],
  names: readonly string[] | null,
): T[] {
  if (names === null) return chosen(all, null);
  return [...new Set(names)].flatMap((name) => all.filter((entry) => entry.name === name));
}

function unknownNames(
  field: string,
  code: string,
  wanted: readonly string[] | null,
  known: readonly { readonly name: string }[],
): FieldProblem[] {
  return (wanted ?? []).flatMap((name, index) =>
    known.some((entry) => entry.name === name) ? [] : [unknown(`${field}.${String(index)}`, code, name)],
  );
}

function unknown(field: string, code: string, name: string): FieldProblem {
  return { field, code, reason: `There is no ${JSON.stringify(name)}.` };
}

/**
 * The packages of the wizard: a group for each manager, in the order in which managers were first named. Executions in
 * the container go by the group's name, so it may not be one of the template's.
 */
function extraGroups(
  packages: TemplateChoice['extraPackages'],
  taken: readonly string[],
): PackageGroupSpec[] {
  const byManager = Map.groupBy(packages, ({ manager }) => manager.toLowerCase() as PackageManager);
  return [...byManager].map(([manager, entries]) => ({
    name: freeName(`extra.${manager}`, taken),
    manager,
    packages: [...new Set(entries.map(({ name }) => name))],
    optional: false,
    origin: 'wizard',
  }));
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`wizard-${name}`, taken) : name;
}
