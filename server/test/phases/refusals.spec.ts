import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { discoverPhase } from '../../src/provisioning/phases/discover.phase.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import type { ContainerShell, ExecResult } from '../../src/ssh/container-shell.js';
import { PhaseRun } from './phase-container.js';

/** A container in which a command whose words, or script in its input, contain a text answers like this, and every other one well. */
function answering(answers: Readonly<Record<string, Partial<ExecResult>>>): PhaseRun {
  const shell: ContainerShell = {
    exec: (argv, { stdin = '' } = {}) => {
      const asked = `${argv.join(' ')}\n${typeof stdin === 'string' ? stdin : ''}`;
      const [, answer = {}] = Object.entries(answers).find(([text]) => asked.includes(text)) ?? [];
      return Promise.resolve({ exitCode: 0, stdout: '', stderr: '', ...answer });
    },
  };
  return new PhaseRun(shell);
}

const FULL = { exitCode: 2, stderr: 'tar: write error: No space left on device\n' };
/** As many results as the configuration manager has files. */
const PLACED = Array.from({ length: 20 }, (_, index) => `file\t${String(index)}\tunchanged\t\t/x\n`).join('');
const READY = { stdout: '/usr/bin/apt-get\ndeployed\n' };

describe('what a container refuses', () => {
  it('is named while files are sent to it, and while they are put into place', async () => {
    const sent = await deployPhase.run(answering({ 'tar -x': FULL }).context());
    expect(sent).toMatchObject({
      failure: {
        ...{ code: 'DEPLOY.TRANSFER_FAILED', exitCode: 2, retryable: true },
        message: 'The files could not be sent: tar: write error: No space left on device',
      },
    });
    const busy = { exitCode: 1, stderr: 'Another one is putting files into place.\n' };
    const placed = await deployPhase.run(answering({ 'apply.sh': busy }).context());
    expect(placed).toMatchObject({
      failure: {
        ...{ code: 'DEPLOY.APPLY_FAILED', exitCode: 1, retryable: true },
        message: 'The files could not be put into place: Another one is putting files into place.',
      },
    });
  });

  it('is named where its service cannot be enabled, and the files are recorded all the same', async () => {
    const stdout = `${PLACED}service\tsystemd\tfailed Unit file is masked.\n`;
    const run = answering({ 'apply.sh': { stdout } });
    expect(await deployPhase.run(run.context())).toMatchObject({
      failure: {
        code: 'DEPLOY.SERVICE_FAILED',
        message: 'The config-manager service could not be enabled: Unit file is masked.',
      },
    });
    expect(run.of('FilesDeployed')).toHaveLength(1);
  });

  it('is nothing to go on with where the configuration manager was removed', async () => {
    const run = answering({ 'command -v': { stdout: 'missing\n' } });
    expect(await syncPhase.run(run.context())).toMatchObject({
      failure: { code: 'SYNC.NOT_DEPLOYED', retryable: false },
    });
  });

  it('is each file whose owner nobody has made', async () => {
    const stdout = 'given\twww\t/srv/a\nfailed\tapp\t/srv/b\nfailed\tdb\t/srv/c\nend\n';
    const run = answering({ 'command -v': READY, 'Gives files their owners': { stdout } });
    expect(await syncPhase.run(run.context())).toMatchObject({
      failure: {
        ...{ code: 'SYNC.OWNER_UNKNOWN', retryable: true },
        message: '/srv/b cannot belong to app.\n/srv/c cannot belong to db.',
      },
    });
    expect(run.text).toContain('/srv/a: now belongs to www');
  });

  it('is said where its services cannot be listed, without a credential that came before', async () => {
    const secret = Buffer.from('password=s3cret-value\n').toString('base64');
    const answer = {
      ...{ exitCode: 127, stdout: `credentials\tdb\t${secret}\n` },
      stderr: 'sh: awk: not found\n',
    };
    const run = answering({ 'web-probe.sh': answer });
    expect(await discoverPhase.run(run.context())).toMatchObject({
      failure: {
        ...{ code: 'DISCOVER.FAILED', exitCode: 127, retryable: true },
        message: 'The services could not be listed: sh: awk: not found',
      },
    });
    expect([...run.masked]).toEqual(['s3cret-value']);
    expect(run.facts).toEqual([]);
  });
});
