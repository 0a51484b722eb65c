import type { ContainerSpec } from '../../containers/domain/container-spec.js';
import type { RecordedTemplate } from './template.js';

/** The sizes of bodies by their SHA-256; a container's request does not hold them. */
export type Bodies = ReadonlyMap<string, { readonly size: number; readonly summary: string }>;

/** A template of what a container was asked to be, with what it is asked for beyond its own template. */
export function templateFrom(spec: ContainerSpec, title: string, bodies: Bodies): RecordedTemplate {
  const { cores, memory, disk, unprivileged, nesting, features } = spec;
  return {
    title,
    description: `Made from the container ${spec.hostname}.`,
    tags: [...spec.tags],
    osTemplate: spec.osTemplate,
    defaults: { cores, memory, disk, unprivileged, nesting, keyctl: features.keyctl, fuse: features.fuse },
    packageGroups: spec.packageGroups.map(({ name, manager, packages, optional }) => ({
      ...{ name, manager, packages, optional, enabled: true },
    })),
    scripts: spec.scripts.map(({ name, blob, optional, idempotent, timeoutSeconds }) => ({
      ...{ name, blob, optional, idempotent, timeoutSeconds, enabled: true },
      summary: bodies.get(blob)?.summary ?? '',
    })),
    files: spec.files.map(({ path, policy, blob, mode, owner }) => ({
      ...{ path, policy, blob, mode, owner: owner ?? null },
      size: bodies.get(blob)?.size ?? 0,
    })),
  };
}
