import { randomBytes, randomUUID } from 'node:crypto';
import type { CreatePlan } from './create-check.js';
import type { Appliance } from './inventory.js';
import type { TaskRun } from './tasks.js';

/** What the workers of Proxmox VE say while they do what the lab does otherwise, or not at all. */
export async function unpackArchive(
  run: TaskRun,
  vmid: number,
  { volumes }: CreatePlan,
  ostemplate: string,
): Promise<void> {
  for (const [disk, { size }] of volumes.entries()) {
    const blocks = size * 262_144;
    run.log(`  Logical volume "vm-${vmid}-disk-${disk}" created.`);
    run.log(`  Logical volume pve/vm-${vmid}-disk-${disk} changed.`);
    await run.pause(0.2 / volumes.length);
    run.log(`Creating filesystem with ${blocks} 4k blocks and ${blocks / 4} inodes`);
    run.log(`Filesystem UUID: ${randomUUID()}`);
    await run.pause(0.2 / volumes.length);
  }
  run.log(`extracting archive '/var/lib/vz/template/cache/${ostemplate.replace(/^.*\//, '')}'`);
  await run.pause(0.4);
  run.log('Total bytes read: 522782720 (499MiB, 234MiB/s)');
  run.log('Detected container architecture: amd64');
}

export async function makeHostKeys(run: TaskRun, hostname: string): Promise<void> {
  for (const type of ['rsa', 'ecdsa', 'ed25519']) {
    run.log(`Creating SSH host key 'ssh_host_${type}_key' - this may take some time ...`);
    await run.pause(0.07);
    run.log(`done: SHA256:${randomBytes(32).toString('base64').replace('=', '')} root@${hostname}`);
  }
}

export async function downloadArchive(run: TaskRun, appliance: Appliance, path: string): Promise<void> {
  const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(2);
  run.log(`downloading http://download.proxmox.com/images/system/${appliance.template} to ${path}`);
  for (const percent of [20, 40, 60, 80, 100]) {
    await run.pause(0.2);
    const done = (appliance.size * percent) / 100;
    run.log(`${mebibytes(done)} MiB of ${mebibytes(appliance.size)} MiB downloaded, ${percent}%`);
  }
  run.log('calculating checksum...OK, checksum verified');
}
