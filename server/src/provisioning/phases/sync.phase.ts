import type { PackageManager } from '../../containers/domain/container-spec.js';
import type { ContainerShell } from '../../ssh/container-shell.js';
import { asset } from '../../assets/asset.js';
import {
  CONFIG_ROOT,
  STATE_ROOT,
  failed,
  garbled,
  inContainer,
  tail,
} from './in-container/container-phase.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';
import type { GroupFailure } from './sync/install-groups.js';
import { installGroups } from './sync/install-groups.js';
import type { ScriptFailure } from './sync/run-scripts.js';
import { planSync } from './sync/plan-sync.js';
import { runScripts } from './sync/run-scripts.js';
import { StaleClaim } from './sync/stale-claim.js';
import { Supervisor } from './sync/supervisor.js';

/** What only looks, or does a moment's work; one that hangs is asked again. */
const LIMIT_MS = 60_000;

/** Installs the packages, then runs the scripts, each under the supervisor in the container. */
export const syncPhase: Phase = {
  key: 'sync',
  title: 'Install packages and run scripts',
  weight: 60,
  timeoutMs: 4 * 60 * 60_000,
  run: (context) => inContainer(context, (shell) => sync(context, shell)),
  plan: planSync,
};

async function sync(context: PhaseContext, shell: ContainerShell): Promise<PhaseOutcome> {
  const system = await inspect(context, shell);
  if (!system.deployed) {
    return failed({
      code: 'SYNC.NOT_DEPLOYED',
      message: 'The configuration manager is not in the container.',
      likelyCause: 'Somebody removed it after it was deployed.',
      retryable: false,
    });
  }
  const supervisor = new Supervisor(shell, context);
  let note: string;
  try {
    await supervisor.maskRegistered();
    const { failures, changed } = await installGroups(context, supervisor, system.native);
    if (failures.length > 0) return packagesFailed(failures);
    const { failure, ran } = await runScripts(context, supervisor);
    if (failure) return scriptFailed(failure);
    const problem = await giveOwners(context, shell);
    if (problem) return problem;
    note = noteOf(changed, ran);
  } catch (error) {
    if (!(error instanceof StaleClaim)) throw error;
    const likelyCause = 'This worker was too slow, and another one went on.';
    return failed({ code: 'SYNC.STALE_CLAIM', message: error.message, likelyCause, retryable: true });
  }
  await concludeSync(context, shell);
  return { kind: 'completed', note };
}

/** What scripts made of the template's files is theirs from now on: the check at boot must not undo it. */
async function concludeSync({ signal, report }: PhaseContext, shell: ContainerShell): Promise<void> {
  const { exitCode, stderr } = await shell.exec(['/bin/sh', `${CONFIG_ROOT}/apply.sh`, 'adopt'], {
    signal,
    timeoutMs: 120_000,
  });
  if (exitCode !== 0) {
    const text = `At the next boot the template's files become what they were before its scripts: ${tail(stderr)}`;
    report.line({ stream: 'system', text });
  }
  await shell.exec(['touch', `${STATE_ROOT}/synced`], { signal, timeoutMs: LIMIT_MS });
}

function noteOf(changed: number, ran: number): string {
  const groups = changed === 1 ? '1 package group installed' : `${String(changed)} package groups installed`;
  const scripts = ran === 1 ? '1 script ran' : `${String(ran)} scripts ran`;
  return `${changed === 0 ? 'no package changed' : groups}; ${scripts}`;
}

/** Files whose owner a package or script has made only now. */
async function giveOwners(
  { signal, report }: PhaseContext,
  shell: ContainerShell,
): Promise<PhaseOutcome | null> {
  const { stdout } = await shell.exec(['/bin/sh', '-s'], {
    stdin: await asset('container/owners.sh'),
    signal,
    timeoutMs: LIMIT_MS,
  });
  const rows = stdout.split('\n').map((line) => line.split('\t'));
  if (!rows.some(([word]) => word === 'end')) throw garbled('the owners of files');
  for (const [word, owner = '', path = ''] of rows) {
    if (word === 'given') report.line({ stream: 'system', text: `${path}: now belongs to ${owner}` });
  }
  const failures = rows.filter(([word]) => word === 'failed');
  if (failures.length === 0) return null;
  return failed({
    code: 'SYNC.OWNER_UNKNOWN',
    message: failures.map(([, owner = '', path = '']) => `${path} cannot belong to ${owner}.`).join('\n'),
    likelyCause: 'Neither a package nor a script of the template has made this user or group.',
    retryable: true,
  });
}

/** Which package manager is the system's own, and whether the phase before has done its work. */
async function inspect(
  { signal }: PhaseContext,
  shell: ContainerShell,
): Promise<{ native: PackageManager | null; deployed: boolean }> {
  const script =
    'for tool in apt-get apk dnf; do command -v "$tool" && break; done; [ -r "$1" ] && echo deployed || echo missing';
  const { stdout } = await shell.exec(['/bin/sh', '-c', script, 'sh', `${CONFIG_ROOT}/supervise.sh`], {
    signal,
    timeoutMs: LIMIT_MS,
  });
  const lines = stdout.split('\n');
  const deployed = lines.includes('deployed');
  if (!deployed && !lines.includes('missing')) throw garbled('the system in the container');
  const has = (tool: string) => lines.some((line) => line.endsWith(`/${tool}`));
  const native = has('apt-get') ? 'apt' : has('apk') ? 'apk' : has('dnf') ? 'dnf' : null;
  return { native, deployed };
}

function packagesFailed(failures: readonly GroupFailure[]): PhaseOutcome {
  const [first] = failures;
  return failed({
    code: 'SYNC.PACKAGES_FAILED',
    message: failures.map(({ message }) => message).join('\n'),
    likelyCause:
      'A package does not exist for this version of the system, or the container cannot reach the package servers.',
    retryable: true,
    step: first?.step ?? null,
    exitCode: first?.exitCode ?? null,
  });
}

function scriptFailed({ step, message, exitCode, reason }: ScriptFailure): PhaseOutcome {
  const [code, likelyCause] = {
    exit: ['SYNC.SCRIPT_FAILED', 'The last lines of its output say more.'],
    timeout: ['SYNC.SCRIPT_TIMEOUT', 'It waits for something that does not come, or its limit is too short.'],
    interrupted: [
      'SYNC.SCRIPT_INTERRUPTED',
      'The container or its node restarted; a retry runs the script from its start.',
    ],
  }[reason] as [string, string];
  return failed({ code, message, likelyCause, retryable: true, step, exitCode });
}
