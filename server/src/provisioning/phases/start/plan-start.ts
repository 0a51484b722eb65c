import { requests } from '../../../proxmox/requests.js';
import type { PlanContext, PlannedAction } from '../plan/planned-action.js';
import { plannedExec, plannedRequest } from '../plan/planned-action.js';
import { LOCK_COMMAND, resolveCommand, stateCommand } from './system.js';

/** The second phase: the start, and what is asked until the container can be worked in. */
export function planStart(context: PlanContext): PlannedAction[] {
  const { command } = resolveCommand(context.spec.osTemplate);
  return [
    plannedRequest('Start the container', requests.startContainer(context.node, context.vmid)),
    plannedExec(context, 'Ask until the system is up', stateCommand),
    plannedExec(context, 'Check that names resolve', command),
    plannedExec(
      context,
      'Ask until no other program installs packages',
      LOCK_COMMAND,
      'Reads helpers.sh from its input.',
    ),
  ];
}
