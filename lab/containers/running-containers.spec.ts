import { spawn } from 'node:child_process';
import { RunningContainers, watched } from './running-containers.js';

describe('the process of a container', () => {
  it('runs until it ends', async () => {
    const running = new RunningContainers();
    const child = spawn('/bin/cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    running.add(100, watched(child), undefined);
    expect(running.vmids()).toEqual([100]);
    child.stdin.end();
    await running.get(100)?.ended;
    expect(running.has(100)).toBe(false);
  });

  it('has ended when it cannot even be started, and takes nothing else with it', async () => {
    const running = new RunningContainers();
    const container = watched(spawn('/nowhere/cat', { stdio: 'ignore' }));
    running.add(100, container, undefined);
    await container.ended;
    expect(running.has(100)).toBe(false);
  });
});
