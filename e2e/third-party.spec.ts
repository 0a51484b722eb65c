import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Application } from './application.js';
import { story, ThirdParty } from './third-party.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');

/** A code block of the README, by its language and a word in it. */
function readmeExample(language: string, word: string): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const block = blocks.find(([, found, text]) => found === language && text?.includes(word));
  if (!block?.[2]) throw new Error(`The README has no ${language} example with ${word}.`);
  return block[2];
}

describe('a client of somebody else, with a bearer token', () => {
  let application: Application;
  let client: ThirdParty;

  beforeAll(async () => {
    application = await Application.start();
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
  });

  afterAll(async () => {
    expect(await application.stop()).toBe(0);
  });

  it('should create a container, be cut off in the middle, resume after its cursor and see every event once', async () => {
    const container = await client.createContainer({ templateId: 'nginx' });
    const before = await client.follow(container, null, ({ events }) =>
      events.some(({ phase, state }) => phase === 'deploy' && state === 'COMPLETED'),
    );
    const after = await client.follow(container, before.at(-1)?.cursor ?? null);
    const whole = await client.follow(container, null);
    expect(after.at(-1)).toMatchObject({ terminal: true });
    expect(after.at(-1)?.events.at(-1)).toMatchObject({ __typename: 'RunEnded', outcome: 'READY' });
    expect(story([...before, ...after])).toEqual(story(whole));
    const percents = whole.flatMap(({ events }) => events.flatMap(({ percent }) => percent ?? []));
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });

  it('should get the same container for the same key and input, and a conflict for another input', async () => {
    const key = crypto.randomUUID();
    const { nodes } = await client.ask<{ nodes: { id: string }[] }>('{ nodes { id } }');
    const input = {
      ...{ nodeId: nodes[0]?.id, templateId: 'debian-base', hostname: 'twice', vmid: 4321 },
      ...{ cores: 1, memory: 256, disk: 2, storage: 'local-lvm', network: { bridge: 'vmbr0' } },
      access: { password: 'a root password' },
    };
    const create = (change: object) =>
      client.ask<{ createContainer: object }>(
        `mutation ($input: CreateContainerInput!, $key: String!) {
          createContainer(input: $input, idempotencyKey: $key) {
            __typename
            ... on ContainerAccepted { containerId runId }
            ... on IdempotencyConflict { containerId }
            ... on InvalidInput { problems { field code } }
          }
        }`,
        { input: { ...input, ...change }, key },
      );
    const first = await create({});
    const { containerId } = first.createContainer as { containerId: string };
    await client.follow(containerId, null);
    expect(await create({})).toEqual(first);
    const conflict = { createContainer: { __typename: 'IdempotencyConflict', containerId } };
    expect(await create({ cores: 2 })).toEqual(conflict);
    expect(await create({ access: { password: 'another password' } })).toEqual(conflict);
  });

  it('should be told every field that is wrong before anything is recorded', async () => {
    const refused = client.createContainer({
      ...{ hostname: '-x', storage: 'nowhere', extraPackages: [{ manager: 'APT', name: '; reboot' }] },
    });
    await expect(refused).rejects.toThrow(/hostname.*extraPackages\.0/);
    await expect(client.createContainer({ templateId: 'nothing' })).rejects.toThrow('templateId');
    const unknown = client.createContainer({
      ...{ templateId: 'debian-base', storage: 'nowhere', network: { bridge: 'vmbr99' } },
    });
    await expect(unknown).rejects.toThrow(/storage.*network\.bridge/);
  });

  it('should follow with the README’s graphql-ws example', async () => {
    const container = await client.createContainer({ templateId: 'debian-base' });
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      URL: application.url,
      TOKEN: client.token,
      CONTAINER: container,
    };
    const example = readmeExample('js', 'createClient');
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', example], {
      env,
      cwd: ROOT,
    });
    expect(stdout).toContain('RunEnded');
  });

  it('should follow with the README’s curl example', async () => {
    const container = await client.createContainer({ templateId: 'debian-base' });
    const env = { ...process.env, URL: application.url, TOKEN: client.token, CONTAINER: container };
    const curl = spawn('sh', ['-c', readmeExample('sh', 'curl -N')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    for await (const chunk of curl.stdout) output += String(chunk);
    expect(output).toContain('event: next');
    expect(output).toContain('RunEnded');
    expect(output).toContain('event: complete');
  });
});
