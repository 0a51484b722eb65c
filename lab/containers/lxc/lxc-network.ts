import { spawn, execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { labFile } from '../../lab-file.js';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
/** vmbr0 reaches the outside, vmbr1 does not. */
const GATEWAYS = ['10.99.255.1', '10.98.255.1'] as const;
const NAT_NETWORK = '10.99.0.0/16';

/** The bridges of a lab with real containers, and the process that removes everything when the lab is gone. */
export class LxcNetwork {
  private guard?: ChildProcess;

  constructor(
    /** All that the containers have on disk. */
    private readonly directory: string,
    /** Begins the names of bridges and names the table of rules; at most 14 characters. */
    private readonly name: string,
  ) {}

  bridge(node: string): string {
    return `${this.name}${node === 'vmbr1' ? 1 : 0}`;
  }

  /** Removes what an earlier lab may have left, then sets everything up. Throws if another lab has the addresses. */
  open(): void {
    execFileSync('/bin/sh', [labFile('lxc/clean-up.sh'), this.directory, this.name, 'keep']);
    const taken = Object.values(networkInterfaces())
      .flat()
      .some((card) => card?.address === GATEWAYS[0]);
    if (taken) throw new Error('Another lab with real containers runs on this machine.');
    const forwarding = readFileSync(FORWARDING, 'utf8').trim();
    const script = labFile('lxc/clean-up.sh');
    // Its input ends with this process, however that ends.
    this.guard = spawn('/bin/sh', [script, this.directory, this.name, forwarding, 'wait'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    for (const [index, gateway] of GATEWAYS.entries()) this.addBridge(`${this.name}${index}`, gateway);
    writeFileSync(FORWARDING, '1');
    execFileSync('nft', ['-f', '-'], { input: this.rules() });
  }

  async close(): Promise<void> {
    if (!this.guard) return;
    const ended = once(this.guard, 'exit');
    this.guard.stdin?.end();
    await ended;
  }

  private addBridge(bridge: string, gateway: string): void {
    execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
    execFileSync('ip', ['addr', 'add', `${gateway}/16`, 'dev', bridge]);
    execFileSync('ip', ['link', 'set', bridge, 'up']);
  }

  /** Containers get out by the address of the host, and nobody else is let through. */
  private rules(): string {
    const [outside, inside] = [this.bridge('vmbr0'), this.bridge('vmbr1')];
    return `table ip ${this.name} {
      chain nat { type nat hook postrouting priority 100; ip saddr ${NAT_NETWORK} oifname != "${outside}" masquerade; }
      chain forward {
        type filter hook forward priority 0;
        iifname "${inside}" drop
        oifname "${inside}" drop
        iifname "${outside}" accept
        oifname "${outside}" ct state established,related accept
        oifname "${outside}" drop
      }
    }\n`;
  }
}
