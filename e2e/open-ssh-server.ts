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

export class OpenSshServer {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
    /** As OpenSSH prints it. */
    readonly fingerprint: string,
    /** The restricted private key. */
    readonly privateKey: string,
  ) {}

  static async start(directory: string, node: LabNode, installScript: string): Promise<OpenSshServer> {
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const at = (name: string): string => join(directory, name);
    for (const name of ['host', 'user']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
    }
    writeFileSync(at('lab-key'), node.sshPrivateKey, { mode: 0o600 });
    mkdirSync(at('bin'));
    const pct = PCT.replace('KEY', at('lab-key')).replace('PORT', String(node.sshPort));
    // The machine is not called like the node that it stands in for.
    const { wrapper, installation } = partsOf(installScript, at('bin'));
    const programs = { pct, hostname: `#!/bin/sh\necho ${node.name}\n`, 'infrahaus-pct': wrapper };
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(at(`bin/${name}`), text);
      chmodSync(at(`bin/${name}`), 0o755);
    }
    const restriction = `restrict,command="${at('bin/infrahaus-pct')} ${installation}"`;
    writeFileSync(at('keys'), `${restriction} ${readFileSync(at('user.pub'), 'utf8')}`);
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

/** What an administrator installs on a node, from the very script; here `pct` and `hostname` are found in `bin`. */
function partsOf(installScript: string, bin: string): { wrapper: string; installation: string } {
  const [, installation = ''] = /^installation=([0-9a-f-]+)$/m.exec(installScript) ?? [];
  const [, wrapper = ''] = /<<'INFRAHAUS_PCT'\n([\s\S]*?\n)INFRAHAUS_PCT\n/.exec(installScript) ?? [];
  const path = /^PATH=.*$/m;
  if (installation === '' || !path.test(wrapper)) throw new Error('the script has another form now');
  return { installation, wrapper: wrapper.replace(path, `PATH=${bin}:/usr/sbin:/usr/bin:/sbin:/bin`) };
}

function configuration(at: (name: string) => string, port: number): string {
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('keys')}`,
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
