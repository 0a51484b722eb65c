import type { PackageGroupSpec, ScriptSpec } from '../../../containers/domain/container-spec.js';
import { asset } from '../../../assets/asset.js';
import type { PlanContext, PlannedAction } from '../plan/planned-action.js';
import { PLACEHOLDER, plannedExec } from '../plan/planned-action.js';
import { packageCommand } from './package-command.js';
import { superviseStart } from './supervisor.js';

/** The fourth phase: the packages of each group, then the scripts in their order. */
export async function planSync(context: PlanContext): Promise<PlannedAction[]> {
  const groups = context.spec.packageGroups.filter(({ packages }) => packages.length > 0);
  return [
    ...(await Promise.all(groups.map((group) => groupAction(context, group)))),
    ...context.spec.scripts.map((script) => scriptAction(context, script)),
  ];
}

async function groupAction(context: PlanContext, group: PackageGroupSpec): Promise<PlannedAction> {
  const title = `Install ${group.name}`;
  const command = packageCommand(group);
  if ('problem' in command) return { kind: 'command', title, text: '', note: command.problem };
  const { script, args, timeoutSeconds } = command;
  const name = script.slice(script.indexOf('/') + 1);
  const body = Buffer.from(await asset(script));
  const words = superviseStart(
    { execution: PLACEHOLDER.execution, name, body, args, timeoutSeconds },
    { attempt: PLACEHOLDER.attempt, claim: PLACEHOLDER.claim },
  );
  return plannedExec(context, title, words, noteOf(name, timeoutSeconds, group.optional));
}

function scriptAction(
  context: PlanContext,
  { name, blob, optional, timeoutSeconds }: ScriptSpec,
): PlannedAction {
  const words = superviseStart(
    { execution: PLACEHOLDER.execution, name, sha256: blob, args: [], timeoutSeconds },
    { attempt: PLACEHOLDER.attempt, claim: PLACEHOLDER.claim },
  );
  return plannedExec(context, `Run ${name}`, words, noteOf(name, timeoutSeconds, optional));
}

function noteOf(name: string, timeoutSeconds: number, optional: boolean): string {
  const failure = optional ? ' Its failure does not end the run.' : '';
  return `Reads ${name} from its input; at most ${String(timeoutSeconds)} s.${failure}`;
}
