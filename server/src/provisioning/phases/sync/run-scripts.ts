import type { ScriptSpec } from '../../../containers/domain/container-spec.js';
import type { PhaseContext } from '../phase.js';
import { executionId } from './execution-id.js';
import type { Ending } from './output-follower.js';
import { StaleClaim } from './stale-claim.js';
import type { Supervisor } from './supervisor.js';

export interface ScriptFailure {
  readonly step: string;
  readonly message: string;
  readonly exitCode: number | null;
  readonly reason: 'exit' | 'timeout' | 'interrupted';
}

/** An idempotent script is started again so often when the container dies under it. */
const RESTARTS = 3;

/** Runs the scripts in order. The first required one that fails stops the chain. */
export async function runScripts(
  context: PhaseContext,
  supervisor: Supervisor,
): Promise<{ readonly failure: ScriptFailure | null; readonly ran: number }> {
  let ran = 0;
  for (const script of context.spec.scripts) {
    const isDone = context.facts().scripts.get(script.name)?.state === 'succeeded';
    const failure = await runScript(context, supervisor, script);
    if (!isDone) ran += 1;
    if (failure && !script.optional) return { failure, ran };
  }
  return { failure: null, ran };
}

async function runScript(
  context: PhaseContext,
  supervisor: Supervisor,
  script: ScriptSpec,
): Promise<ScriptFailure | null> {
  const known = context.facts().scripts.get(script.name);
  if (known?.state === 'succeeded') return null;
  const failedHere = known?.state === 'failed' && known.attempt === context.run.attempt;
  if (failedHere && script.optional) return null;
  const earlier = known ? await adoptable(context, supervisor, known) : null;
  for (let restart = 0; ; restart++) {
    const next = executionId(context.run.id, 'script', script.name, restart);
    const execution = restart === 0 && earlier !== null ? earlier : next;
    const ending = await execute(context, supervisor, script, execution);
    const again = ending.kind === 'interrupted' && script.idempotent && restart < RESTARTS;
    const failure = await record(context, script, execution, ending);
    if (!again) return failure;
  }
}

/** The execution of an earlier attempt, if it still runs or has succeeded meanwhile; a failed one is tried anew. */
async function adoptable(
  context: PhaseContext,
  supervisor: Supervisor,
  known: { readonly execution: string; readonly attempt: number },
): Promise<string | null> {
  if (known.attempt === context.run.attempt) return null;
  const status = await supervisor.status(known.execution);
  const good = status.kind === 'running' || (status.kind === 'exited' && status.exitCode === 0);
  return good ? known.execution : null;
}

async function execute(
  context: PhaseContext,
  supervisor: Supervisor,
  { name, blob, timeoutSeconds }: ScriptSpec,
  execution: string,
): Promise<Ending> {
  const recorded = context.facts().scripts.get(name);
  if (recorded?.execution !== execution) {
    await context.report.fact({ type: 'ScriptStarted', data: { script: name, execution } });
  }
  const body = await context.blobs.read(blob);
  const outcome = await supervisor.start({ execution, name, body, args: [], timeoutSeconds });
  if (outcome === 'stale') throw new StaleClaim();
  return supervisor.follow(execution, name);
}

async function record(
  { report }: PhaseContext,
  { name, optional }: ScriptSpec,
  execution: string,
  ending: Ending,
): Promise<ScriptFailure | null> {
  const durationMs = ending.kind === 'exit' ? ending.durationMs : 0;
  const succeeded = ending.kind === 'exit' && ending.exitCode === 0 && ending.reason === 'exit';
  if (succeeded) {
    await report.fact({ type: 'ScriptSucceeded', data: { script: name, execution, durationMs } });
    return null;
  }
  const failure = failureOf(name, ending);
  const { reason, exitCode } = failure;
  const data = { script: name, execution, durationMs, exitCode, reason, optional };
  await report.fact({ type: 'ScriptFailed', data });
  return failure;
}

function failureOf(step: string, ending: Ending): ScriptFailure {
  if (ending.kind === 'interrupted') {
    const message = `${step} was interrupted: the container or its node went down while it ran.`;
    return { step, message, exitCode: null, reason: 'interrupted' };
  }
  if (ending.reason === 'timeout') {
    return { step, message: `${step} took too long and was ended.`, exitCode: null, reason: 'timeout' };
  }
  const { exitCode } = ending;
  const message =
    ending.reason === 'output'
      ? `${step} printed more than 64 MiB and was ended.`
      : `${step} ended with exit code ${String(exitCode)}.`;
  return { step, message, exitCode, reason: 'exit' };
}
