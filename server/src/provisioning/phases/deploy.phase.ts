import type { ContainerShell } from '../../ssh/container-shell.js';
import type { ReportedFact } from '../../containers/domain/events.js';
import type { Applied } from './deploy/apply-result.js';
import { parseApplyOutput } from './deploy/apply-result.js';
import { managerFiles } from './deploy/manager-files.js';
import { planDeploy } from './deploy/plan-deploy.js';
import type { StagedFile } from './deploy/staging.js';
import { pathProblem, stagedFile, stagingCommands, stagingDirectory, stagingTar } from './deploy/staging.js';
import { failed, garbled, inContainer, tail } from './in-container/container-phase.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';

type DeployedFile = Extract<ReportedFact, { type: 'FilesDeployed' }>['data']['files'][number];

/** Puts the configuration manager and the template's files into the container: one tar, applied by one script. */
export const deployPhase: Phase = {
  key: 'deploy',
  title: 'Deploy configuration',
  weight: 10,
  timeoutMs: 5 * 60_000,
  run: (context) => inContainer(context, (shell) => deploy(context, shell)),
  plan: planDeploy,
};

async function deploy(context: PhaseContext, shell: ContainerShell): Promise<PhaseOutcome> {
  const problem = context.spec.files.map(({ path }) => pathProblem(path)).find((found) => found !== null);
  if (problem !== undefined) {
    const likelyCause = 'The template names a path that cannot be written.';
    return failed({ code: 'DEPLOY.PATH_REFUSED', message: problem, likelyCause, retryable: false });
  }
  const files = [...(await managerFiles(context)), ...(await templateFiles(context))];
  const staging = stagingDirectory(context.run);
  context.report.line({ stream: 'system', text: `Sending ${String(files.length)} files …` });
  const sent = await send(context, shell, staging, files);
  if (sent !== null) return sent;
  const { stdout, stderr, exitCode } = await shell.exec(stagingCommands(staging).apply, {
    signal: context.signal,
  });
  const applied = parseApplyOutput(stdout);
  if (exitCode === 0 && applied.files.length < files.length) throw garbled('the files');
  if (exitCode !== 0) {
    return failed({
      code: 'DEPLOY.APPLY_FAILED',
      message: `The files could not be put into place: ${tail(stderr) || 'no answer'}`,
      likelyCause: 'The disk of the container may be full or read-only.',
      retryable: true,
      exitCode,
    });
  }
  return conclude(context, files, applied);
}

async function templateFiles({ spec, blobs }: PhaseContext): Promise<StagedFile[]> {
  return Promise.all(
    spec.files.map(async ({ path, policy, mode, owner, blob }) =>
      stagedFile({ path, policy, mode, owner: owner ?? null, body: await blobs.read(blob) }),
    ),
  );
}

/** Unpacks the files in a directory of their own, where they are not yet in use. Null when that went well. */
async function send(
  { signal }: PhaseContext,
  shell: ContainerShell,
  staging: string,
  files: readonly StagedFile[],
): Promise<PhaseOutcome | null> {
  const stdin = await stagingTar(files);
  const { make, unpack } = stagingCommands(staging);
  const made = await shell.exec(make, { signal });
  const unpacked = made.exitCode === 0 ? await shell.exec(unpack, { stdin, signal }) : made;
  if (unpacked.exitCode === 0) return null;
  return failed({
    code: 'DEPLOY.TRANSFER_FAILED',
    message: `The files could not be sent: ${tail(unpacked.stderr)}`,
    likelyCause: 'The disk of the container may be full or read-only.',
    retryable: true,
    exitCode: unpacked.exitCode,
  });
}

async function conclude(
  { report }: PhaseContext,
  files: readonly StagedFile[],
  { files: results, service }: Applied,
): Promise<PhaseOutcome> {
  const deployed: DeployedFile[] = [];
  const problems: string[] = [];
  for (const { index, action, message } of results) {
    const file = files[index];
    if (!file) continue;
    if (action === 'failed') problems.push(`${file.path}: ${message}`);
    else deployed.push({ path: file.path, sha256: file.sha256, action });
    report.line({
      stream: 'system',
      text: `${file.path}: ${action}${message === '' ? '' : ` (${message})`}`,
    });
  }
  await report.fact({ type: 'FilesDeployed', data: { files: deployed } });
  if (problems.length > 0) {
    const likelyCause = 'Another file or directory is in the way, or the disk is full.';
    const message = `Files could not be written: ${problems.join('; ')}`;
    return failed({ code: 'DEPLOY.FILE_FAILED', message, likelyCause, retryable: true });
  }
  if (service.startsWith('failed')) {
    const likelyCause = 'The init system of the container does not work.';
    const message = `The config-manager service could not be enabled: ${service.slice('failed '.length)}`;
    return failed({ code: 'DEPLOY.SERVICE_FAILED', message, likelyCause, retryable: true });
  }
  return { kind: 'completed', note: noteOf(deployed) };
}

function noteOf(files: readonly DeployedFile[]): string {
  const changed = files.filter(({ action }) => action === 'written' || action === 'backed-up').length;
  return changed === 0 ? 'unchanged' : `${String(changed)} of ${String(files.length)} files written`;
}
