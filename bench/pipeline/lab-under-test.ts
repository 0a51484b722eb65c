import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabNode } from '../../lab/lab.js';
import { ProxmoxClient } from '../../server/src/proxmox/proxmox-client.js';
import { SshConnection } from '../../server/src/ssh/ssh-connection.js';
import { DelayedPort } from './delayed-port.js';

const MAIN = join(import.meta.dirname, '../../lab/main.js');

/** The lab as a process of its own whose tasks take no time; its ports can be made far away. */
export class LabUnderTest {
  private readonly ports: DelayedPort[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly nodes: readonly LabNode[],
  ) {}

  static async start(dataDir: string): Promise<LabUnderTest> {
    const child = fork(MAIN, ['--data', dataDir, '--nodes', '3'], {
      env: { ...process.env, LAB_TASK_MS: '0' },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [{ file }] = (await once(child, 'message')) as [{ file: string }];
    const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: LabNode[] };
    return new LabUnderTest(child, nodes);
  }

  /** The same nodes, with so much time between a question and its answer. */
  async at(roundTripMs: number): Promise<readonly LabNode[]> {
    if (roundTripMs === 0) return this.nodes;
    return Promise.all(
      this.nodes.map(async (node) => ({
        ...node,
        apiPort: await this.delayed(node.apiPort, roundTripMs),
        sshPort: await this.delayed(node.sshPort, roundTripMs),
      })),
    );
  }

  private async delayed(target: number, roundTripMs: number): Promise<number> {
    const port = await DelayedPort.open(target, roundTripMs / 2);
    this.ports.push(port);
    return port.port;
  }

  async stop(): Promise<void> {
    for (const port of this.ports) await port.close();
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }
}

/** What speaks to a node: as the product does. */
export function connectTo(node: LabNode): { api: ProxmoxClient; ssh: SshConnection } {
  const { host, sshPort: port, sshUser: user, sshFingerprint: hostKeyFingerprint } = node;
  const credential = { kind: 'password', value: node.sshPassword } as const;
  return {
    api: new ProxmoxClient({ ...node, port: node.apiPort }, node.name),
    ssh: new SshConnection({ host, port, user, hostKeyFingerprint, credential }),
  };
}
