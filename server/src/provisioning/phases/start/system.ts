import type { ContainerShell } from '../../../ssh/container-shell.js';
import type { PhaseContext } from '../phase.js';
import { asset } from '../../../assets/asset.js';
import { waitFor } from '../on-node/step.js';

const INIT_MS = 120_000;
const DNS_MS = 15_000;
const PACKAGES_MS = 120_000;
const ASK_MS = 10_000;
/**
 * One word: the state that systemd tells, or whether OpenRC has reached its runlevel. While OpenRC changes to it there is
 * a directory `rc.starting` (librc, rc.h: RC_STARTING), though `rc-status` names it already.
 */
const STATE = `if [ -d /run/openrc ] || { command -v rc-status && ! command -v systemctl; } >/dev/null; then
  if [ -e /run/openrc/rc.starting ]; then echo starting
  elif rc-status | grep -q 'Runlevel: default'; then echo running; else echo starting; fi
elif command -v systemctl >/dev/null; then systemctl is-system-running
else echo running; fi; true`;
const RESOLVE = 'getent hosts "$1" || nslookup "$1"';
const SERVERS = [
  ['alpine', 'dl-cdn.alpinelinux.org'],
  ['ubuntu', 'archive.ubuntu.com'],
  ['fedora', 'mirrors.fedoraproject.org'],
  ['rockylinux', 'mirrors.rockylinux.org'],
  ['almalinux', 'mirrors.almalinux.org'],
] as const;

export const stateCommand = ['/bin/sh', '-c', STATE];

/** Looks up the name of the server that this kind of system gets its packages from. */
export function resolveCommand(osTemplate: string): { name: string; command: string[] } {
  const name = SERVERS.find(([system]) => osTemplate.includes(system))?.[1] ?? 'deb.debian.org';
  return { name, command: ['/bin/sh', '-c', RESOLVE, 'sh', name] };
}

/** Waits until the init system is up. Services that failed, or take long, are noted: they may not matter to us. */
export async function waitForInit(
  context: Pick<PhaseContext, 'report' | 'signal'>,
  shell: ContainerShell,
  limitMs = INIT_MS,
) {
  let last = '';
  const what = () => `the init system, which says "${last}"`;
  const state = await waitFor(context, { what, limitMs, step: 'wait-init' }, async () => {
    const options = { signal: context.signal, timeoutMs: ASK_MS };
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
export async function resolvesNames(
  context: Pick<PhaseContext, 'report' | 'signal' | 'spec'>,
  shell: ContainerShell,
  limitMs = DNS_MS,
) {
  const { name, command } = resolveCommand(context.spec.osTemplate);
  const what = () => `a name server that knows ${name}`;
  const resolved = await waitFor(context, { what, limitMs, step: 'wait-dns' }, async () => {
    const { exitCode } = await shell.exec(command, { signal: context.signal, timeoutMs: ASK_MS });
    return exitCode === 0 ? true : null;
  });
  return { note: resolved ? null : `The name ${name} does not resolve: packages may not be found.` };
}

export const LOCK_COMMAND = ['/bin/sh', '-s'];

/**
 * Waits until no other program installs packages, as the updates of the first boot do. That it goes on is noted and no
 * failure: package managers wait for each other too.
 */
export async function waitForPackageManager(
  context: Pick<PhaseContext, 'report' | 'signal'>,
  shell: ContainerShell,
  limitMs = PACKAGES_MS,
) {
  const stdin = `${await asset('container/helpers.sh')}\npackage_lock_holder\n`;
  let holder = '';
  const what = () => `the package manager, which ${holder} uses`;
  const free = await waitFor(context, { what, limitMs, step: 'wait-packages' }, async () => {
    const options = { stdin, signal: context.signal, timeoutMs: ASK_MS };
    holder = (await shell.exec(LOCK_COMMAND, options)).stdout.trim().slice(0, 100);
    return holder === '' ? true : null;
  });
  return { note: free ? null : `${holder} still uses the package manager.` };
}
