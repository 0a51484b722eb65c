import { createHash } from 'node:crypto';
import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { discoverPhase } from '../../src/provisioning/phases/discover.phase.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import type { TemplateContent } from '../../src/templates/domain/template.js';
import type { PhaseRun } from './phase-container.js';

/** Takes a container through the phases that a template is for; answers the note of each. Throws if one fails. */
export async function provisionTemplate(
  run: PhaseRun,
  template: TemplateContent,
): Promise<(string | null)[]> {
  run.with(specOf(template));
  for (const { body } of template.scripts) run.blob(body);
  for (const { body } of template.files) run.blob(Buffer.from(body).toString());
  const notes: (string | null)[] = [];
  for (const phase of [deployPhase, syncPhase, discoverPhase]) {
    const outcome = await phase.run(run.context());
    if (outcome.kind === 'failed') throw new Error(`${outcome.failure.message}\n${run.text}`);
    notes.push(outcome.note);
  }
  return notes;
}

function specOf(template: TemplateContent) {
  const sha256 = (body: string | Uint8Array) => createHash('sha256').update(body).digest('hex');
  const on = <T extends { enabled: boolean }>(all: readonly T[]) => all.filter(({ enabled }) => enabled);
  return {
    packageGroups: on(template.packageGroups),
    scripts: on(template.scripts).map(({ name, body, optional, idempotent, timeoutSeconds }) => ({
      ...{ name, blob: sha256(body), optional, idempotent, timeoutSeconds },
    })),
    files: template.files.map(({ body, ...file }) => ({ ...file, blob: sha256(body) })),
  };
}
