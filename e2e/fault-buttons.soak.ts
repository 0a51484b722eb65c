import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LabFaults } from '../lab/faults/faults-client.js';
import type { LabNode } from '../lab/lab.js';
import { SshClient, call, finish } from '../lab/test/lab-client.js';
import { Application } from './application.js';
import { ThirdParty } from './third-party.js';

interface Row {
  readonly button: string;
  /** Whether it is pressed before the request, or while packages are installed. */
  readonly pressed: 'before' | 'meanwhile';
  /** How the run fails, if it does; retried after a reset it succeeds. */
  readonly failure?: string;
  /** What the request is refused with, if it is. */
  readonly refusal?: string;
}

const ROWS: readonly Row[] = [
  { button: 'flood', pressed: 'meanwhile' },
  { button: 'lost-reply', pressed: 'before' },
  { button: 'node-down', pressed: 'meanwhile', failure: 'SSH.CONTAINER_NOT_RUNNING' },
  { button: 'node-reboot', pressed: 'meanwhile', failure: 'SSH.CONTAINER_NOT_RUNNING' },
  { button: 'slow', pressed: 'meanwhile' },
  { button: 'ssh-cut', pressed: 'meanwhile' },
  { button: 'ssh-flaky', pressed: 'meanwhile' },
  { button: 'ssh-host-key', pressed: 'before', failure: 'SSH.HOST_KEY_CHANGED' },
  { button: 'storage-full', pressed: 'before', failure: 'CREATE.STORAGE_FULL' },
  { button: 'unauthorized', pressed: 'before', refusal: 'invalid token value!' },
  { button: 'warnings', pressed: 'before' },
];
/** Has a test of its own, because a person has to act on the node. */
const BY_HAND = 'killed-create';

/** Some are slow on purpose. */
const LONG_MS = 900_000;

interface Refusal {
  readonly problems: readonly { readonly field: string; readonly reason: string }[];
}
interface Answer {
  readonly container: {
    readonly summary: { readonly state: string; readonly vmid: number | null };
    readonly run: { readonly failure: { readonly code: string; readonly likelyCause: string } | null };
  };
}

describe('each button of the page on which the lab lets things go wrong', () => {
  let application: Application;
  let client: ThirdParty;
  let faults: LabFaults;
  let node: LabNode;
  let nodeId = '';

  beforeAll(async () => {
    application = await Application.start({ env: { LAB_TASK_MS: '300', LAB_PACKAGE_SECONDS: '0.5' } });
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
    [node] = application.lab.nodes as [LabNode];
    faults = application.faults;
    const { nodes } = await client.ask<{ nodes: { id: string; name: string }[] }>('{ nodes { id name } }');
    nodeId = nodes.find(({ name }) => name === node.name)?.id ?? '';
  });
  afterEach(() => faults.reset());
  afterAll(() => application.stop());

  /** Answers the container's id, or what was wrong. */
  async function request(hostname: string): Promise<string | Refusal> {
    const input = {
      ...{ nodeId, hostname, templateId: 'nginx', cores: 1, memory: 512, disk: 4, storage: 'local-lvm' },
      ...{ network: { bridge: 'vmbr0' }, access: { password: 'a root password' } },
    };
    const { createContainer } = await client.ask<{ createContainer: { containerId?: string } & Refusal }>(
      `mutation ($input: CreateContainerInput!, $key: String!) {
        createContainer(input: $input, idempotencyKey: $key) {
          ... on ContainerAccepted { containerId } ... on InvalidInput { problems { field reason } }
        } }`,
      { input, key: crypto.randomUUID() },
    );
    return createContainer.containerId ?? createContainer;
  }

  async function requested(hostname: string): Promise<string> {
    const id = await request(hostname);
    if (typeof id !== 'string') throw new Error(JSON.stringify(id));
    return id;
  }

  /** How its latest run ended. */
  async function ended(id: string, after: string | null = null) {
    await client.follow(id, after);
    const query = `query ($id: ID!) { container(id: $id) {
      summary { state vmid } run { failure { code likelyCause } } } }`;
    const { summary, run } = (await client.ask<Answer>(query, { id })).container;
    return {
      state: summary.state,
      vmid: summary.vmid,
      code: run.failure?.code,
      cause: run.failure?.likelyCause,
    };
  }

  async function retried(id: string) {
    const mutation = `mutation ($id: ID!, $key: String!) {
      retryProvisioning(containerId: $id, idempotencyKey: $key) { __typename } }`;
    await client.ask(mutation, { id, key: crypto.randomUUID() });
    return ended(id);
  }

  /** Until its packages are being installed; answers from where to go on. */
  async function busy(id: string): Promise<string> {
    const frames = await client.follow(id, null, ({ events }) =>
      events.some(({ phase, state }) => phase === 'sync' && state === 'RUNNING'),
    );
    return frames.at(-1)?.cursor ?? '';
  }

  async function containersCalled(hostname: string): Promise<number> {
    const { data } = await call(node, 'GET', '/cluster/resources?type=vm');
    return (data as { name: string }[]).filter(({ name }) => name === hostname).length;
  }

  it('should be in this test', () => {
    const buttons = readdirSync(join(import.meta.dirname, '../lab/scenarios'));
    expect([...ROWS.map(({ button }) => button), BY_HAND].sort()).toEqual(
      buttons.map((name) => name.replace('.json', '')).sort(),
    );
  });

  it.each(ROWS)(
    'should be recovered from, or explained and then retried: $button',
    async (row) => {
      const { button, pressed, failure, refusal } = row;
      if (pressed === 'before') await faults.play(button);
      if (refusal !== undefined) {
        expect(await request(button)).toEqual({ problems: [{ field: 'nodeId', reason: refusal }] });
        await faults.reset();
      }
      const id = await requested(button);
      const cursor = pressed === 'meanwhile' ? await busy(id) : null;
      if (pressed === 'meanwhile') await faults.play(button);
      if (button === 'node-down') await faults.reset();
      const outcome = await ended(id, cursor);
      expect({ state: outcome.state, code: outcome.code }).toEqual(
        failure === undefined ? { state: 'READY', code: undefined } : { state: 'FAILED', code: failure },
      );
      if (failure !== undefined) {
        expect(outcome.cause).not.toBe('');
        await faults.reset();
        expect(await retried(id)).toMatchObject({ state: 'READY' });
      }
      expect(await containersCalled(button)).toBe(1);
    },
    LONG_MS,
  );

  it(
    'should be explained down to the commands where only a person can help: a killed creation',
    async () => {
      await faults.play(BY_HAND);
      const id = await requested(BY_HAND);
      expect(await ended(id)).toMatchObject({ state: 'FAILED', code: 'CREATE.TASK_STOPPED' });
      await faults.reset();
      const { code, cause = '', vmid } = await retried(id);
      expect(code).toBe('CREATE.LOCKED');
      const [command] = /pct unlock \d+/.exec(cause) ?? [];
      expect(command).toBe(`pct unlock ${String(vmid)}`);
      const ssh = await SshClient.connect(node);
      expect(await ssh.run(command ?? '')).toMatchObject({ code: 0 });
      ssh.close();
      expect(await finish(node, await call(node, 'DELETE', `/nodes/${node.name}/lxc/${String(vmid)}`))).toBe(
        'OK',
      );
      expect(await retried(id)).toMatchObject({ state: 'READY' });
      expect(await containersCalled(BY_HAND)).toBe(1);
    },
    LONG_MS,
  );
});
