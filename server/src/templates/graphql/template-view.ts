import type { PackageManager } from '../../containers/domain/container-spec.js';
import type { KnownTemplate, PastRevision } from '../domain/template-decider.js';
import { latest } from '../domain/template-decider.js';

/** A template in the shape of `schema/templates.graphql`; bodies are read by the resolvers of their fields. */
export function templateView(template: KnownTemplate, shown: PastRevision = latest(template)) {
  const { id, builtIn, archived, origin, revisions } = template;
  const { title, description, tags, osTemplate, defaults, packageGroups, scripts, files } = shown.content;
  return {
    ...{ id, builtIn, archived, origin, revision: shown.revision },
    revisions: revisions.map(({ revision, at }) => ({ revision, at })),
    ...{ title, description, tags: [...tags], osTemplate, defaults: { ...defaults } },
    packageGroups: packageGroups.map(({ name, manager, packages, optional, enabled }) => ({
      ...{ name, manager: upperCase(manager), optional, enabled, lines: [...packages] },
      packages: packages.map((entry) => nameOf(manager, entry)),
    })),
    scripts: scripts.map((script) => ({ ...script })),
    files: files.map((file) => ({ ...file, policy: upperCase(file.policy) })),
  };
}

/** Of a template's own tool only the name: its commands would fill the list. */
function nameOf(manager: PackageManager, entry: string): string {
  return manager === 'custom' ? (entry.split('|')[0] ?? '').trim() : entry;
}

const upperCase = <T extends string>(value: T) => value.toUpperCase() as Uppercase<T>;
