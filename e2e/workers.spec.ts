import { Application } from './application.js';
import type { Frame } from './third-party.js';
import { story, ThirdParty } from './third-party.js';

/** Slow enough to be caught in the middle; a lease short enough for a takeover to take a moment. */
const SLOW = { LAB_TASK_MS: '800', LAB_PACKAGE_SECONDS: '0.2', INFRAHAUS_WORKER_LEASE: '3' };

describe('several workers', () => {
  let server: Application;
  let client: ThirdParty;

  beforeAll(async () => {
    server = await Application.start({ args: ['--role', 'api'], env: SLOW });
    client = await ThirdParty.introduce(server.setupUrl, 'correct horse battery');
  });

  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  const inSync = ({ events }: Frame) =>
    events.some(({ phase, state }) => phase === 'sync' && state === 'RUNNING');
  const claims = (frames: readonly Frame[]) =>
    frames.flatMap(({ events }) => events).filter(({ __typename }) => __typename === 'RunClaimedByWorker')
      .length;
  const signal = (worker: Application, name: NodeJS.Signals) => {
    for (const pid of worker.processes()) process.kill(pid, name);
  };

  /** Begins a container with one worker there; answers what was seen until its sync phase. */
  async function begin(hostname: string): Promise<{ container: string; before: Frame[] }> {
    const container = await client.createContainer({ templateId: 'nginx', hostname });
    return { container, before: await client.follow(container, null, inSync) };
  }

  async function finish({ container, before }: { container: string; before: Frame[] }): Promise<void> {
    const after = await client.follow(container, before.at(-1)?.cursor ?? null);
    expect(after.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    const whole = await client.follow(container, null);
    expect(story([...before, ...after])).toEqual(story(whole));
    expect(claims(whole)).toBe(2);
  }

  it('should take over from one that is killed, within its lease', async () => {
    const killed = await server.startWorker(SLOW);
    const run = await begin('killed');
    await killed.kill();
    const others = await Promise.all([server.startWorker(SLOW), server.startWorker(SLOW)]);
    await finish(run);
    for (const worker of others) expect(await worker.stop()).toBe(0);
  });

  it('should take over from one that hangs, which records nothing any more when it wakes up', async () => {
    const hung = await server.startWorker(SLOW);
    const run = await begin('hung');
    signal(hung, 'SIGSTOP');
    const other = await server.startWorker(SLOW);
    await finish(run);
    signal(hung, 'SIGCONT');
    // Awake again it works like any other.
    expect(await other.stop()).toBe(0);
    const next = await client.createContainer({ templateId: 'debian-base', hostname: 'awake-again' });
    const frames = await client.follow(next, null);
    expect(frames.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    expect(claims(await client.follow(run.container, null))).toBe(2);
    expect(await hung.stop()).toBe(0);
  });
});
