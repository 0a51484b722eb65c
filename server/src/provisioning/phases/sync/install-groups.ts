import type { PackageGroupSpec, PackageManager } from '../../../containers/domain/container-spec.js';
import { asset } from '../../../assets/asset.js';
import { tail } from '../in-container/container-phase.js';
import type { PhaseContext } from '../phase.js';
import { executionId } from './execution-id.js';
import type { Ending } from './output-follower.js';
import type { PackageCommand } from './package-command.js';
import { packageCommand, skipReason } from './package-command.js';
import { parsePackageResult } from './package-result.js';
import type { Supervisor } from './supervisor.js';
import { StaleClaim } from './stale-claim.js';

export interface GroupFailure {
  readonly step: string;
  readonly message: string;
  readonly exitCode: number | null;
}

export interface GroupsResult {
  /** Of required groups only. */
  readonly failures: readonly GroupFailure[];
  /** Groups in which something was not there already. */
  readonly changed: number;
}

/** Installs the groups one after the other; a failure stops none of the others. */
export async function installGroups(
  context: PhaseContext,
  supervisor: Supervisor,
  native: PackageManager | null,
): Promise<GroupsResult> {
  const failures: GroupFailure[] = [];
  let changed = 0;
  for (const group of context.spec.packageGroups) {
    const result = await installGroup(context, supervisor, group, native);
    if (result === 'changed') changed += 1;
    else if (result !== 'unchanged' && !group.optional) failures.push(result);
  }
  return { failures, changed };
}

type GroupResult = GroupFailure | 'changed' | 'unchanged';

async function installGroup(
  context: PhaseContext,
  supervisor: Supervisor,
  group: PackageGroupSpec,
  native: PackageManager | null,
): Promise<GroupResult> {
  const { report } = context;
  const { name, manager } = group;
  const packages =
    manager === 'custom' ? group.packages.map((line) => line.split('|')[0] ?? '') : group.packages;
  await report.fact({ type: 'PackagesStarted', data: { group: name, manager, packages } });
  const skipped = skipReason(group, native) ?? (packages.length === 0 ? 'Nothing to install.' : null);
  if (skipped !== null) {
    report.line({ stream: 'system', text: `${name}: ${skipped}`, step: name });
    const data = { group: name, durationMs: 0, installed: [], note: skipped };
    await report.fact({ type: 'PackagesInstalled', data });
    return 'unchanged';
  }
  const command = packageCommand(group);
  if ('problem' in command) return recordFailure(context, group, command.problem, null, 0);
  return conclude(context, group, await run(context, supervisor, name, command));
}

/** A group may simply run again after an interruption: package managers take up where they were. */
async function run(
  context: PhaseContext,
  supervisor: Supervisor,
  group: string,
  { script, args, timeoutSeconds }: PackageCommand,
): Promise<Ending> {
  const body = Buffer.from(await asset(script));
  const name = script.slice(script.indexOf('/') + 1);
  let ending: Ending = { kind: 'interrupted' };
  for (let restart = 0; restart < 3 && ending.kind === 'interrupted'; restart++) {
    const execution = executionId(context.run.id, 'packages', group, restart);
    const outcome = await supervisor.start({ execution, name, body, args, timeoutSeconds });
    if (outcome === 'stale') throw new StaleClaim();
    ending = await supervisor.follow(execution, group);
  }
  return ending;
}

async function conclude(
  context: PhaseContext,
  group: PackageGroupSpec,
  ending: Ending,
): Promise<GroupResult> {
  if (ending.kind === 'interrupted') return recordFailure(context, group, 'It was interrupted.', null, 0);
  const { installed, failures, note } = parsePackageResult(ending.result);
  const { durationMs, exitCode } = ending;
  if (exitCode === 0 && ending.reason === 'exit') {
    const data = { group: group.name, durationMs, installed, note };
    await context.report.fact({ type: 'PackagesInstalled', data });
    return note === null ? 'changed' : 'unchanged';
  }
  const why = ending.reason === 'timeout' ? 'It took too long.' : tail(ending.complaint);
  const message = failures.length > 0 ? failures.join('; ') : why || `It ended with ${String(exitCode)}.`;
  return recordFailure(context, group, message, exitCode, durationMs);
}

async function recordFailure(
  { report }: PhaseContext,
  { name, optional }: PackageGroupSpec,
  message: string,
  exitCode: number | null,
  durationMs: number,
): Promise<GroupFailure> {
  const data = { group: name, durationMs, exitCode, message, optional };
  await report.fact({ type: 'PackagesFailed', data });
  return { step: name, message: `${name}: ${message}`, exitCode };
}
