import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LabNode } from '../lab/lab.js';

/** Passes each call of `pct` on to the node's own host, word for word. Words may hold anything but a NUL. */
const PCT = `#!/bin/sh
line=pct
for word in "$@"; do line="$line '$(printf '%s.' "$word" | sed "s/'/'\\\\\\\\''/g")"; line="\${line%.}'"; done
exec ssh -F none -i KEY -p PORT -o BatchMode=yes -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no \\
  -o LogLevel=ERROR root@127.0.0.1 "$line"
`;
const READY_TURNS = 100;
const READY_PAUSE_MS = 50;

/** OpenSSH's own server in front of a lab node: root's real shell, and a \`pct\` that speaks with the lab. */
export class OpenSshServer {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
    /** As OpenSSH prints it. */
    readonly fingerprint: string,
    /** A private key that may log in as root. */
    readonly privateKey: string,
  ) {}

  static async start(directory: string, node: LabNode): Promise<OpenSshServer> {
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const at = (name: string): string => join(directory, name);
    for (const name of ['host', 'user']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
    }
    writeFileSync(at('lab-key'), node.sshPrivateKey, { mode: 0o600 });
    mkdirSync(at('bin'));
    const pct = PCT.replace('KEY', at('lab-key')).replace('PORT', String(node.sshPort));
    // The machine is not called like the node that it stands in for.
    const programs = { pct, hostname: `#!/bin/sh\necho ${node.name}\n` };
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(at(`bin/${name}`), text);
      chmodSync(at(`bin/${name}`), 0o755);
    }
    const port = await freePort();
    writeFileSync(at('config'), configuration(at, port));
    const words = ['-D', '-e', '-f', at('config')];
    const child = spawn('/usr/sbin/sshd', words, { stdio: ['ignore', 'ignore', 'inherit'] });
    await answering(port, child);
    const shown = execFileSync('ssh-keygen', ['-l', '-f', at('host.pub')], { encoding: 'utf8' });
    return new OpenSshServer(child, port, shown.split(' ')[1] ?? '', readFileSync(at('user'), 'utf8'));
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }
}

function configuration(at: (name: string) => string, port: number): string {
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('user.pub')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'PidFile none',
    'LogLevel ERROR',
    `SetEnv PATH=${at('bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  ];
  return `${settings.join('\n')}\n`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  for (let turn = 0; turn < READY_TURNS && child.exitCode === null; turn += 1) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    socket.destroy();
    if (open) return;
    await delay(READY_PAUSE_MS);
  }
  throw new Error("OpenSSH's server did not start");
}
