import type { PlanContext, PlannedAction } from '../plan/planned-action.js';
import { PLACEHOLDER, plannedExec } from '../plan/planned-action.js';
import { managerFiles } from './manager-files.js';
import { stagingCommands, stagingDirectory } from './staging.js';

const POLICY = {
  replace: 'replaces what is there',
  default: 'only if nothing is there',
  backup: 'keeps a copy of what is there',
} as const;

/** The third phase: each file, and the three commands that bring them. */
export async function planDeploy(context: PlanContext): Promise<PlannedAction[]> {
  const own = await managerFiles(context);
  const files = [...own, ...context.spec.files].map(({ path, mode, policy }): PlannedAction => {
    const note = `Permissions ${mode ?? '644'}; ${POLICY[policy]}.`;
    return { kind: 'file', title: 'Write a file', text: path, note };
  });
  const { make, unpack, apply } = stagingCommands(
    stagingDirectory({ id: PLACEHOLDER.run, claim: PLACEHOLDER.claim }),
  );
  return [
    plannedExec(context, 'Make a staging directory', make),
    plannedExec(context, 'Send the files', unpack, 'Reads a tar of the files below from its input.'),
    plannedExec(context, 'Put the files into place', apply),
    ...files,
  ];
}
