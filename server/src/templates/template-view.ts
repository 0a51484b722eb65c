import type { FileSpec, PackageManager } from '../containers/domain/container-spec.js';
import type { RecordedTemplate, TemplateDefaults } from './domain/template.js';

/** A template in the shape of `schema/templates.graphql`, with the hashes of the bodies. */
export interface TemplateView {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly description: string;
  readonly tags: string[];
  readonly osTemplate: string;
  readonly defaults: TemplateDefaults;
  readonly packageGroups: {
    readonly name: string;
    readonly manager: Uppercase<PackageManager>;
    readonly packages: string[];
    readonly optional: boolean;
  }[];
  readonly scripts: {
    readonly name: string;
    readonly summary: string;
    readonly body: string;
    readonly blob: string;
  }[];
  readonly files: {
    readonly path: string;
    readonly policy: Uppercase<FileSpec['policy']>;
    readonly size: number;
    readonly blob: string;
  }[];
}

export function templateView(template: {
  readonly id: string;
  readonly revision: number;
  readonly content: RecordedTemplate;
  readonly bodies: ReadonlyMap<string, string>;
}): TemplateView {
  const { id, revision, content, bodies } = template;
  const { title, description, osTemplate, defaults } = content;
  return {
    id,
    revision,
    title,
    description,
    tags: [...content.tags],
    osTemplate,
    defaults,
    packageGroups: content.packageGroups.map(({ name, manager, packages, optional }) => ({
      name,
      manager: upperCase(manager),
      packages: packages.map((entry) => (manager === 'custom' ? (entry.split('|')[0] ?? '').trim() : entry)),
      optional,
    })),
    scripts: content.scripts.map(({ name, summary, blob }) => ({
      name,
      summary,
      body: bodies.get(blob) ?? '',
      blob,
    })),
    files: content.files.map(({ path, policy, size, blob }) => ({
      path,
      policy: upperCase(policy),
      size,
      blob,
    })),
  };
}

function upperCase<T extends string>(value: T): Uppercase<T> {
  return value.toUpperCase() as Uppercase<T>;
}
