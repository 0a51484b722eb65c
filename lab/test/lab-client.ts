import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import ssh2 from 'ssh2';
import type { LabNode } from '../lab.js';

export interface ApiAnswer {
  readonly status: number;
  readonly reason: string;
  readonly data: unknown;
  readonly message?: string;
  readonly errors?: Record<string, string>;
  readonly total?: number;
}

export interface ApiCall {
  /** Sent form-encoded. */
  readonly form?: Record<string, string | number>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly authorization?: string | null;
}

export const DEBIAN = 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst';

/** A node's API over plain HTTPS, as any client of Proxmox VE would speak to it. */
export function call(node: LabNode, method: string, path: string, options: ApiCall = {}): Promise<ApiAnswer> {
  const body = options.json === undefined ? formOf(options.form) : JSON.stringify(options.json);
  const type = options.json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const authorization =
    options.authorization === undefined
      ? `PVEAPIToken=${node.tokenId}=${node.tokenSecret}`
      : options.authorization;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: node.host,
        port: node.apiPort,
        method,
        path: `/api2/json${path}`,
        rejectUnauthorized: false,
        agent: false,
        headers: {
          ...(authorization === null ? {} : { authorization }),
          ...(body === null ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => {
          const answer = JSON.parse(text) as Omit<ApiAnswer, 'status' | 'reason'>;
          resolve({ ...answer, status: response.statusCode ?? 0, reason: response.statusMessage ?? '' });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

function formOf(form: ApiCall['form']): string | null {
  if (!form) return null;
  return new URLSearchParams(
    Object.entries(form).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

/** Follows a task to its end and returns the exit status. */
export async function finish(node: LabNode, answer: ApiAnswer): Promise<string> {
  if (typeof answer.data !== 'string') throw new Error(`no task: ${answer.message ?? answer.reason}`);
  const upid = answer.data;
  const path = `/nodes/${upid.split(':')[1]}/tasks/${encodeURIComponent(upid)}/status`;
  for (;;) {
    const { data } = await call(node, 'GET', path);
    const { status, exitstatus } = data as { status: string; exitstatus?: string };
    if (status === 'stopped') return exitstatus ?? '';
    await delay(PAUSE_MS);
  }
}

export async function createContainer(
  node: LabNode,
  vmid: number,
  more: Record<string, string | number> = {},
): Promise<string> {
  const form = {
    vmid,
    ostemplate: DEBIAN,
    rootfs: 'local-lvm:4',
    net0: 'name=eth0,bridge=vmbr0,ip=dhcp',
    hostname: `ct-${vmid}`,
    ...more,
  };
  return finish(node, await call(node, 'POST', `/nodes/${node.name}/lxc`, { form }));
}

export async function act(node: LabNode, vmid: number, action: string): Promise<string> {
  return finish(node, await call(node, 'POST', `/nodes/${node.name}/lxc/${vmid}/status/${action}`));
}

export interface SshResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A connection to a node's SSH host. */
export class SshClient {
  private readonly client = new ssh2.Client();

  static async connect(node: LabNode, login: Partial<ssh2.ConnectConfig> = {}): Promise<SshClient> {
    const connection = new SshClient();
    const { client } = connection;
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve).on('error', reject);
      client.once('close', () => {
        reject(new Error('the connection was closed'));
      });
      client.connect({
        host: node.host,
        port: node.sshPort,
        username: node.sshUser,
        ...('privateKey' in login ? {} : { password: node.sshPassword }),
        ...login,
      });
    });
    client.setNoDelay();
    return connection;
  }

  /** Opens a command without waiting for its end. */
  open(
    command: string,
    attend: (channel: ssh2.ClientChannel) => void = () => undefined,
  ): Promise<ssh2.ClientChannel> {
    return new Promise((resolve, reject) => {
      this.client.exec(command, (error, channel) => {
        if (error) {
          reject(error);
          return;
        }
        // Now, because the exit code of a quick command may come in the same packet.
        attend(channel);
        resolve(channel);
      });
    });
  }

  async run(command: string, input = ''): Promise<SshResult> {
    let [stdout, stderr, code] = ['', '', -1];
    const closed = Promise.withResolvers<undefined>();
    await this.open(command, (channel) => {
      channel.once('close', () => {
        closed.resolve(undefined);
      });
      channel.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      channel.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      channel.on('exit', (exit: number) => (code = exit));
      channel.end(input);
    });
    await closed.promise;
    return { code, stdout, stderr };
  }

  /** Runs a script with bash in a container and returns what it printed. */
  async bash(vmid: number, script: string): Promise<string> {
    const { stdout, stderr } = await this.run(`pct exec ${vmid} -- bash -s`, script);
    return (stdout + stderr).trim();
  }

  close(): void {
    this.client.end();
  }
}

/** Directories that are removed again by `removeAll`. */
export class TemporaryDirectories {
  private readonly made: string[] = [];

  make(): string {
    const directory = mkdtempSync(join(tmpdir(), 'lab-'));
    this.made.push(directory);
    return directory;
  }

  removeAll(): void {
    for (const directory of this.made.splice(0)) rmSync(directory, { recursive: true, force: true });
  }
}

/** Less than a test has, so that a failure says what was waited for; far more than anything takes. */
const LIMIT_MS = 120_000;
const PAUSE_MS = 10;

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error(`still not so: ${what}`);
    await delay(PAUSE_MS);
  }
}
