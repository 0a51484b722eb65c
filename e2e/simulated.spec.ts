import { Application } from './application.js';
import { ThirdParty } from './third-party.js';

/** What macOS and others without Linux namespaces get. */
describe('an application whose lab only simulates', () => {
  let application: Application;
  let client: ThirdParty;

  beforeAll(async () => {
    application = await Application.start({ env: { LAB_SIMULATED: '1', LAB_TASK_MS: '50' } });
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
  });

  afterAll(async () => {
    expect(await application.stop()).toBe(0);
  });

  it('should say so by the name of each node', async () => {
    const { nodes } = await client.ask<{ nodes: { name: string }[] }>('{ nodes { name } }');
    expect(nodes.map(({ name }) => name).sort()).toEqual(['lab-simulated-1', 'lab-simulated-2']);
  });

  it.each(['debian-base', 'nginx', 'nodejs-app'])(
    'should bring %s through all five phases to ready, and mark whatever comes out of the container',
    async (templateId) => {
      const container = await client.createContainer({ templateId, hostname: `sim-${templateId}` });
      const events = (await client.follow(container, null)).flatMap((frame) => frame.events);
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', outcome: 'READY' });
      const done = events.filter(({ state }) => state === 'COMPLETED').map(({ phase }) => phase);
      expect(new Set(done)).toEqual(new Set(['create', 'start', 'deploy', 'sync', 'discover']));
      const lines = events.flatMap(({ lines: found }) => found ?? []);
      expect(lines.some((line) => line.startsWith('[simulated] '))).toBe(true);
      expect(lines.filter((line) => /Setting up|extracting archive/.test(line))).not.toContainEqual(
        expect.not.stringMatching(/^\[simulated\] /),
      );
    },
  );

  it('should show a service on its port, with credentials that are made up', async () => {
    const container = await client.createContainer({ templateId: 'nginx', hostname: 'sim-service' });
    await client.follow(container, null);
    const { container: found } = await client.ask<{ container: { services: object[] } }>(
      'query ($id: ID!) { container(id: $id) { services { name ports } } }',
      { id: container },
    );
    expect(found.services).toContainEqual({ name: 'nginx', ports: ['80/tcp'] });
  });
});
