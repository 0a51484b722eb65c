import { Application } from './application.js';
import type { Frame } from './third-party.js';
import { story, ThirdParty } from './third-party.js';

/** Slow enough for a worker to be told to go in mid-run. */
const SLOW = { LAB_TASK_MS: '800', LAB_PACKAGE_SECONDS: '0.5' };

describe('an API server and workers as separate processes', () => {
  let server: Application;
  let client: ThirdParty;

  beforeAll(async () => {
    server = await Application.start({ args: ['--role', 'api'], env: SLOW });
    client = await ThirdParty.introduce(server.setupUrl, 'correct horse battery');
  });

  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  const claims = (frames: readonly Frame[]) =>
    frames.flatMap(({ events }) => events).filter(({ __typename }) => __typename === 'RunClaimedByWorker');
  const inSync = ({ events }: Frame) =>
    events.some(({ phase, state }) => phase === 'sync' && state === 'RUNNING');

  it('should leave a container queued while there is no worker, and bring it to ready once there is', async () => {
    const container = await client.createContainer({ templateId: 'debian-base', hostname: 'queued' });
    const before = await client.follow(container, null, () => true);
    expect(claims(before)).toEqual([]);
    const worker = await server.startWorker();
    const whole = await client.follow(container, null);
    expect(whole.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    expect(claims(whole)).toHaveLength(1);
    expect(await worker.stop()).toBe(0);
  });

  it('should hand a run over to another worker when one is told to end by SIGTERM in the middle', async () => {
    const leaving = await server.startWorker();
    const container = await client.createContainer({ templateId: 'nginx', hostname: 'handed-over' });
    const before = await client.follow(container, null, inSync);
    // At once, for the run does not wait: a second worker takes longer to start than a fast run to its end.
    const left = leaving.terminate();
    const staying = await server.startWorker();
    expect(await left).toBe(0);
    const after = await client.follow(container, before.at(-1)?.cursor ?? null);
    expect(after.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    const whole = await client.follow(container, null);
    expect(story([...before, ...after])).toEqual(story(whole));
    expect(claims(whole)).toHaveLength(2);
    expect(await staying.stop()).toBe(0);
  });
});
