import type { LabNode } from '../lab/lab.js';
import { call } from '../lab/test/lab-client.js';
import { Application } from './application.js';
import type { Frame } from './third-party.js';
import { story, ThirdParty } from './third-party.js';

/** Slow enough for each phase to be caught in the middle. */
const SLOW = { LAB_TASK_MS: '1200', LAB_PACKAGE_SECONDS: '0.15' };

describe('an application that is killed', () => {
  let application: Application;
  let client: ThirdParty;

  beforeAll(async () => {
    application = await Application.start({ env: SLOW });
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
  });

  afterAll(async () => {
    expect(await application.stop()).toBe(0);
  });

  const begun = (phase: string) => (frame: Frame) =>
    frame.events.some((event) => event.phase === phase && event.state === 'RUNNING');

  async function startAgain(): Promise<void> {
    application = await Application.start({ dataDir: application.dataDir, env: SLOW });
    client = client.at(application.url);
  }

  it.each(['create', 'start', 'deploy', 'sync', 'discover'])(
    'should bring the run to ready after kill -9 in the phase %s, with one CT and every event once',
    async (phase) => {
      const container = await client.createContainer({ templateId: 'nginx', hostname: `killed-in-${phase}` });
      const before = await client.follow(container, null, begun(phase));
      await application.kill();
      await startAgain();
      const after = await client.follow(container, before.at(-1)?.cursor ?? null);
      expect(after.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
      const whole = await client.follow(container, null);
      expect(story([...before, ...after])).toEqual(story(whole));
      const lines = whole.flatMap(({ events }) => events.filter(({ lines: found }) => found));
      const numbers = lines.flatMap(({ firstLine = 0, lines: found = [] }) =>
        found.map((_line, n) => firstLine + n),
      );
      expect(numbers).toEqual(numbers.map((_number, index) => index));
      expect(await hostnamesOnNode(`killed-in-${phase}`)).toBe(1);
    },
  );

  it('should end ready or failed and retriable after a power cut, in which the lab dies too', async () => {
    const container = await client.createContainer({ templateId: 'nginx', hostname: 'power-cut' });
    const before = await client.follow(container, null, begun('sync'));
    await application.cutPower();
    await startAgain();
    const after = await client.follow(container, before.at(-1)?.cursor ?? null);
    const { outcome } = after.at(-1)?.events.at(-1) ?? {};
    expect(['READY', 'FAILED']).toContain(outcome);
    if (outcome === 'FAILED') {
      await client.ask(
        'mutation ($id: ID!, $key: String!) { retryProvisioning(containerId: $id, idempotencyKey: $key) { __typename } }',
        {
          ...{ id: container, key: crypto.randomUUID() },
        },
      );
      const retried = await client.follow(container, null);
      expect(retried.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    }
    expect(await hostnamesOnNode('power-cut')).toBe(1);
  });

  it('should finish a destruction that is killed while the container stops, and once more while it is removed', async () => {
    const container = await client.createContainer({ templateId: 'debian-base', hostname: 'condemned' });
    expect((await client.follow(container, null)).at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    const { made } = await client.ask<{ made: { summary: { vmid: number } } }>(
      'query ($id: ID!) { made: container(id: $id) { summary { vmid } } }',
      { id: container },
    );
    const { asked } = await client.ask<{ asked: { __typename: string } }>(
      'mutation ($id: ID!, $key: String!) { asked: destroyContainer(containerId: $id, idempotencyKey: $key) { __typename } }',
      { id: container, key: crypto.randomUUID() },
    );
    expect(asked.__typename).toBe('RunAccepted');
    let cursor: string | null = null;
    let tasks = 0;
    for (const task of [1, 2]) {
      const frames: Frame[] = await client.follow(container, cursor, ({ events }) => {
        tasks += events.filter(({ __typename }) => __typename === 'TaskFollowed').length;
        return tasks >= task;
      });
      cursor = frames.at(-1)?.cursor ?? cursor;
      await application.kill();
      await startAgain();
    }
    const rest = await client.follow(container, cursor);
    expect(rest.at(-1)?.events.at(-1)).toMatchObject({ outcome: 'READY' });
    const { summary } = (
      await client.ask<{ container: { summary: object } }>(
        'query ($id: ID!) { container(id: $id) { summary { state } } }',
        { id: container },
      )
    ).container;
    expect(summary).toEqual({ state: 'DESTROYED' });
    const [node] = application.lab.nodes as [LabNode];
    const { data: left } = await call(node, 'GET', '/cluster/resources?type=vm');
    expect((left as { vmid: number }[]).map(({ vmid }) => vmid)).not.toContain(made.summary.vmid);
    const removals = await call(node, 'GET', `/nodes/${node.name}/tasks?typefilter=vzdestroy&source=all`);
    expect(removals.data).toMatchObject([{ id: String(made.summary.vmid), status: 'OK' }]);
  });

  /** How many containers of a host name there are, as the API lists them. */
  async function hostnamesOnNode(hostname: string): Promise<number> {
    const { containers } = await client.ask<{ containers: { hostname: string; vmid: number }[] }>(
      '{ containers { hostname vmid } }',
    );
    const vmids = containers.filter((container) => container.hostname === hostname).map(({ vmid }) => vmid);
    expect(new Set(containers.map(({ vmid }) => vmid)).size).toBe(containers.length);
    return vmids.length;
  }
});
