import type { TemplateContentFragment } from '../../../../schema/generated/templates.js';
import { groupsOf } from '../templates/package-groups.js';
import type { TemplateForm } from '../templates/template-form.js';
import { EMPTY_TEMPLATE, formOf } from '../templates/template-form.js';
import { inOrder } from './script-order.js';
import type { WizardDraft } from './wizard-draft.js';
import { extraPackagesOf } from './wizard-draft.js';

/** What was chosen in the wizard as a template: what was switched off stays in it, switched off. */
export function templateOf(
  draft: WizardDraft,
  content: TemplateContentFragment | null,
  title: string,
): TemplateForm {
  const base = content ? formOf(content) : EMPTY_TEMPLATE;
  const { cores, memory, disk, unprivileged, nesting, keyctl, fuse } = draft;
  const groups = base.packageGroups.map((group) => switched(group, draft.skippedGroups));
  return {
    ...base,
    ...{ title, cores, memory, disk, unprivileged, nesting, keyctl, fuse },
    tags: draft.tags || base.tags,
    osTemplate: draft.osTemplate ? withoutVersion(draft.osTemplate) : base.osTemplate,
    packageGroups: [...groups, ...groupsOf('extra', extraPackagesOf(draft), groups)],
    scripts: inOrder(base.scripts, draft.scriptOrder).map((script) => switched(script, draft.skippedScripts)),
  };
}

function switched<T extends { readonly name: string }>(entry: T, skipped: readonly string[]): T {
  return { ...entry, enabled: !skipped.includes(entry.name) };
}

/** `local:vztmpl/debian-12-standard_12.12-1_amd64.tar.zst` is `debian-12-standard`. */
function withoutVersion(osTemplate: string): string {
  const name = osTemplate.slice(osTemplate.lastIndexOf('/') + 1);
  return name.split('_')[0] ?? name;
}
