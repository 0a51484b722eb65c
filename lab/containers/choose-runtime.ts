import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LxcRuntime } from './lxc/lxc-runtime.js';
import { NamespaceRuntime } from './namespace-runtime.js';
import type { ContainerRuntime } from './runtime.js';
import { SimulatedRuntime } from './simulated-runtime.js';

interface Choice {
  readonly runtime: ContainerRuntime;
  /** Why it is only a simulation. */
  readonly reason: string | null;
}

/** `best` means namespaces where this system allows them, else the simulation. */
export type RuntimeKind = 'best' | 'namespaces' | 'lxc' | 'simulated';

/** Real containers where this system allows them: whether it does, only an attempt can tell. */
export async function chooseRuntime(
  directory: string,
  kind: RuntimeKind,
  say: (line: string) => void = () => undefined,
): Promise<Choice> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (kind === 'simulated') return { runtime: new SimulatedRuntime(directory), reason: 'it was asked for' };
  if (kind === 'lxc') return { runtime: await LxcRuntime.open(directory, say), reason: null };
  const reason = await whyNoNamespaces(join(directory, 'probe'));
  if (reason !== null && kind === 'namespaces')
    throw new Error(`There can be no real containers: ${reason}.`);
  if (reason !== null) return { runtime: new SimulatedRuntime(directory), reason };
  return { runtime: new NamespaceRuntime(directory), reason: null };
}

/** Starts and ends a container, and runs a program in it. */
export async function whyNoNamespaces(directory: string): Promise<string | null> {
  if (process.platform !== 'linux') return `there are no Linux namespaces on ${process.platform}`;
  const runtime = new NamespaceRuntime(directory);
  const vmid = 1;
  try {
    await runtime.create({
      vmid,
      hostname: 'probe',
      distribution: { id: 'debian', version: '12' },
      password: null,
      sshPublicKeys: null,
    });
    const nothing = { mac: '', address: null, gateway: null };
    await runtime.start(vmid, 'probe', nothing);
    const probe = runtime.exec(vmid, ['/bin/sh', '-c', 'id -u'], { PATH: '/usr/bin:/bin' });
    const [output, code] = await Promise.all([probe.stdout.toArray(), probe.exited]);
    if (
      code === 0 &&
      Buffer.concat(output as Buffer[])
        .toString()
        .trim() === '0'
    )
      return null;
    return 'a program in a namespace did not run as its root';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await runtime.remove(vmid);
  }
}
