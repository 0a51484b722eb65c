import type { ContainerShell } from '../../../ssh/container-shell.js';
import type { PhaseContext } from '../phase.js';
import { until } from '../on-node/step.js';

const INIT_MS = 120_000;
const DNS_MS = 15_000;
const ASK_MS = 10_000;
/** One word: the state that systemd tells, or whether OpenRC has reached its runlevel. */
const STATE = `if command -v systemctl >/dev/null; then systemctl is-system-running
elif command -v rc-status >/dev/null; then
  if rc-status | grep -q 'Runlevel: default'; then echo running; else echo starting; fi
else echo running; fi; true`;
const RESOLVE = 'getent hosts "$1" || nslookup "$1"';

export const stateCommand = ['/bin/sh', '-c', STATE];

/** Looks up the name of the server that this kind of system gets its packages from. */
export function resolveCommand(osTemplate: string): { name: string; command: string[] } {
  const name = osTemplate.includes('alpine') ? 'dl-cdn.alpinelinux.org' : 'deb.debian.org';
  return { name, command: ['/bin/sh', '-c', RESOLVE, 'sh', name] };
}

/** Waits until the init system is up. Services that failed, or take long, are noted: they may not matter to us. */
export async function waitForInit({ signal }: PhaseContext, shell: ContainerShell) {
  let last = '';
  const state = await until(INIT_MS, signal, async () => {
    const options = { signal, timeoutMs: ASK_MS };
    last = (await shell.exec(stateCommand, options)).stdout.trim();
    return last === 'running' || last === 'degraded' ? last : null;
  });
  if (state === 'degraded') return { up: true, note: 'Some services of the system failed to start.' };
  if (state === null && last === 'starting') return { up: true, note: 'The system is still starting.' };
  return { up: state !== null, note: null };
}

/**
 * Whether names resolve. That they don't is noted and no failure: packages may come from a proxy that is set by
 * address, and a container that needs none is fine without.
 */
export async function resolvesNames({ signal, spec }: PhaseContext, shell: ContainerShell) {
  const { name, command } = resolveCommand(spec.osTemplate);
  const resolved = await until(DNS_MS, signal, async () => {
    const { exitCode } = await shell.exec(command, { signal, timeoutMs: ASK_MS });
    return exitCode === 0 ? true : null;
  });
  return { note: resolved ? null : `The name ${name} does not resolve: packages may not be found.` };
}
