import { readlinkSync, readdirSync } from 'node:fs';
import { startLab } from '../lab.js';
import type { LabNode } from '../lab.js';
import { TemporaryDirectories, call, createContainer, finish } from './lab-client.js';
import { describeWithNamespaces } from './needs-namespaces.js';

const directories = new TemporaryDirectories();
afterAll(() => {
  directories.removeAll();
});

/** Processes of this machine whose working directory is below a folder: what runs the containers of a lab there. */
function processesBelow(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`);
      } catch {
        return false;
      }
    });
}

describeWithNamespaces('two starts of one container at the same time', () => {
  it('are one start and one refusal, and nothing of it outlives the lab', async () => {
    const dataDir = directories.make();
    const lab = await startLab({ dataDir, taskMs: 0, unauthorizedDelayMs: 0 });
    const node = lab.description.nodes[0] as LabNode;
    await createContainer(node, 112);
    const path = `/nodes/${node.name}/lxc/112/status/start`;
    const answers = await Promise.all([call(node, 'POST', path), call(node, 'POST', path)]);
    const endings = await Promise.all(answers.map((answer) => finish(node, answer)));
    expect([...endings].sort()).toEqual(['CT 112 already running', 'OK']);
    expect(processesBelow(dataDir)).not.toEqual([]);
    await lab.stop();
    expect(processesBelow(dataDir)).toEqual([]);
  });
});
