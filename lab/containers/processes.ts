import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { ContainerProcess } from './runtime.js';

export type Piped = ChildProcessByStdio<Writable, Readable, Readable>;

/** A process in a container, by the one of the host that entered it. */
export function entered(child: Piped): ContainerProcess {
  const { stdin, stdout, stderr } = child;
  const kill = (signal: NodeJS.Signals): void => {
    killInside(child, signal);
  };
  return { stdin, stdout, stderr, exited: exitCode(child), kill };
}

/** Resolves with the exit code of a program; 128 + n after signal n, 255 if it could not be started. */
function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(255);
    });
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** The signal goes to the process inside; the child only waits for it. */
function killInside(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    const children = readFileSync(`/proc/${child.pid ?? 0}/task/${child.pid ?? 0}/children`, 'utf8');
    for (const pid of children.trim().split(' ').filter(Boolean)) process.kill(Number(pid), signal);
  } catch {
    child.kill(signal);
  }
}
