import { Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { SshNodeHost } from './node-host.js';
import type { SshConnection } from './ssh-connection.js';

interface Said {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/** A connection over which each command line is answered by what this returns. */
function answering(answer: (line: string) => Said): SshNodeHost {
  const exec = (line: string, use: (channel: ClientChannel) => Promise<unknown>) => {
    const { stdout = '', stderr = '', code = 0 } = answer(line);
    // What is written to a channel is the command's input; its end brings the exit code.
    const channel = Object.assign(new Readable({ emitClose: false, read: () => undefined }), {
      ...{ stderr: Readable.from([stderr]), close: () => undefined, end: () => undefined },
    });
    channel.once('end', () => channel.emit('close', code));
    const used = use(channel as unknown as ClientChannel);
    channel.push(stdout);
    channel.push(null);
    return used;
  };
  return new SshNodeHost({ exec } as unknown as SshConnection);
}

const LIST = 'VMID       Status     Lock         Name\n100        running                 web-1\n';
const WRAPPER = 'infrahaus-pct on pve: this pct command may not be used\n';
const root =
  (before = '', list = LIST) =>
  (line: string): Said => ({ stdout: `${before}${line === 'hostname' ? 'pve.example.org\n' : list}` });

describe('what is found out about a node over SSH', () => {
  it('should be its name and that pct can be used, with containers and without', async () => {
    const whole = { hostname: 'pve', pct: 'whole', complaint: '', noise: null };
    expect(await answering(root()).probe()).toEqual(whole);
    expect(await answering(root('', '')).probe()).toEqual(whole);
  });

  it('should be told by the wrapper of a restricted key, whatever else stands there', async () => {
    const restricted = { hostname: 'pve', pct: 'restricted', complaint: '' };
    const refused = answering(() => ({ stderr: `stty: no terminal\n${WRAPPER}`, code: 126 }));
    expect(await refused.probe()).toEqual({ ...restricted, noise: null });
    const greeted = answering(() => ({ stdout: 'Welcome!\n', stderr: WRAPPER, code: 126 }));
    expect(await greeted.probe()).toEqual({ ...restricted, noise: 'Welcome!' });
  });

  it('should be that there is no pct', async () => {
    const without = answering((line) =>
      line === 'hostname' ? { stdout: 'pve\n' } : { stderr: 'pct: command not found\n', code: 127 },
    );
    expect(await without.probe()).toEqual({
      ...{ hostname: 'pve', pct: 'missing', complaint: 'pct: command not found', noise: null },
    });
  });

  it('should be the first line of what a login script prints before every answer', async () => {
    const greeting = '\nWelcome to pve\nLast backup: today\n';
    expect(await answering(root(greeting)).probe()).toMatchObject({
      ...{ hostname: null, pct: 'whole', noise: 'Welcome to pve' },
    });
    expect(await answering(root('\n')).probe()).toMatchObject({ noise: 'an empty line' });
    expect(await answering(root('Hello\n', '')).probe()).toMatchObject({ noise: 'Hello' });
  });

  it('should be asked again after a burst of noise, which passes', async () => {
    let asked = 0;
    const bursting = answering((line) => root(asked++ === 0 ? 'noise\n' : '')(line));
    expect(await bursting.probe()).toMatchObject({ hostname: 'pve', noise: null });
  });
});
