import type { ContainerShell } from '../../../ssh/container-shell.js';
import type { PhaseContext } from '../phase.js';
import { Supervisor } from './supervisor.js';

const NOISE = 'noise noise noise\n'.repeat(1_000);
const PROGRAM = {
  execution: 'e1',
  name: '10-a.sh',
  body: Buffer.from('true\n'),
  args: [],
  timeoutSeconds: 60,
};
const CONTEXT = {
  run: { id: 'r1', attempt: 1, claim: 1 },
  signal: new AbortController().signal,
  facts: () => ({ offset: () => 0 }),
  report: { ready: () => Promise.resolve(), line: () => undefined, mask: () => undefined },
} as unknown as PhaseContext;

/** A shell that says something else at each question. */
function saying(...answers: readonly { readonly stdout?: string; readonly stderr?: string }[]) {
  let asked = 0;
  const shell: ContainerShell = {
    exec: async (_argv, { onStdout } = {}) => {
      const { stdout = '', stderr = '' } = answers[asked++] ?? answers.at(-1) ?? {};
      if (onStdout) await onStdout(Buffer.from(stdout));
      return { exitCode: 0, stdout: onStdout ? '' : stdout, stderr };
    },
  };
  return { supervisor: new Supervisor(shell, CONTEXT), asked: () => asked };
}

describe('noise in the place of an answer of the supervisor', () => {
  it('should count as noise when a program is started, and be no fault that nobody foresaw', async () => {
    const { supervisor } = saying({ stdout: NOISE });
    await expect(supervisor.start(PROGRAM)).rejects.toMatchObject({
      code: 'SSH.GARBLED',
      message: 'What came over SSH about the start of 10-a.sh could not be understood.',
      retryable: true,
    });
    const { supervisor: complaining } = saying({ stderr: 'sh: out of memory' });
    await expect(complaining.start(PROGRAM)).rejects.toThrow('did not start 10-a.sh: sh: out of memory');
  });

  it('should be followed by another question where a program is followed', async () => {
    const { supervisor, asked } = saying({ stdout: NOISE }, { stdout: 'X 0 exit 5\n' });
    expect(await supervisor.follow('e1', '10-a.sh')).toMatchObject({ kind: 'exit', exitCode: 0 });
    expect(asked()).toBe(2);
  });

  it('should not be asked about for ever', async () => {
    const { supervisor, asked } = saying({ stdout: NOISE });
    await expect(supervisor.follow('e1', '10-a.sh')).rejects.toMatchObject({ code: 'SSH.GARBLED' });
    expect(asked()).toBe(5);
  });
});
