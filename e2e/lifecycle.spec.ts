import { Application } from './application.js';
import type { Frame } from './third-party.js';
import { ThirdParty } from './third-party.js';

interface Story {
  readonly containerReceipt: { readonly files: readonly { readonly sha256: string }[] };
  readonly containerHistory: {
    readonly next: number | null;
    readonly entries: readonly { readonly revision: number; readonly actor: string; readonly type: string }[];
  };
  readonly supportBundle: { readonly json: string };
}

/** Slow enough for a phase to be caught in the middle. */
const SLOW = { LAB_TASK_MS: '800', LAB_PACKAGE_SECONDS: '0.3' };

describe('the life of a container, by a client of somebody else', () => {
  let application: Application;
  let client: ThirdParty;

  beforeAll(async () => {
    application = await Application.start({ env: SLOW });
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
  });

  afterAll(async () => {
    expect(await application.stop()).toBe(0);
  });

  /** Asks for a run; answers how that ended. */
  async function ask(mutation: string, id: string, more = ''): Promise<{ code?: string; runId?: string }> {
    const key = mutation === 'cancelRun' ? '' : `, idempotencyKey: "${crypto.randomUUID()}"`;
    const { answer } = await client.ask<{ answer: { code?: string; runId?: string } }>(
      `mutation ($id: ID!) { answer: ${mutation}(containerId: $id${key}${more}) {
        ... on RunAccepted { runId } ... on RunRefused { code }
      } }`,
      { id },
    );
    return answer;
  }

  const state = async (id: string) => {
    const query = `query ($id: ID!) { container(id: $id) {
      summary { state stopped } run { kind state cancelRequestedAt failure { code } }
    } }`;
    return (await client.ask<{ container: object }>(query, { id })).container;
  };
  const ending = (frames: readonly Frame[]) => frames.at(-1)?.events.at(-1)?.outcome;
  const begun = (phase: string) => (frame: Frame) =>
    frame.events.some((event) => event.phase === phase && event.state === 'RUNNING');

  it('should be cancelled in the middle, tried again, stopped, started and destroyed', async () => {
    const id = await client.createContainer({ templateId: 'nginx', hostname: 'whole-life' });
    const before = await client.follow(id, null, begun('sync'));
    expect(await ask('destroyContainer', id)).toEqual({ code: 'RUN.GOES_ON' });
    const { runId } = await ask('cancelRun', id);
    expect(await ask('cancelRun', id)).toEqual({ runId });
    const rest = await client.follow(id, before.at(-1)?.cursor ?? null);
    expect(rest.flatMap(({ events }) => events.map(({ __typename }) => __typename))).toContain(
      'RunCancelRequested',
    );
    expect(ending(rest)).toBe('CANCELLED');
    expect(await state(id)).toMatchObject({
      ...{ summary: { state: 'CANCELLED' } },
      run: { state: 'CANCELLED', failure: null, cancelRequestedAt: expect.any(String) as string },
    });
    expect(await ask('cancelRun', id)).toEqual({ runId });

    await ask('retryProvisioning', id, ', from: START');
    expect(ending(await client.follow(id, null))).toBe('READY');
    await ask('stopContainer', id);
    expect(ending(await client.follow(id, null))).toBe('READY');
    expect(await state(id)).toMatchObject({
      summary: { state: 'READY', stopped: true },
      run: { kind: 'STOP' },
    });
    await ask('startContainer', id);
    expect(ending(await client.follow(id, null))).toBe('READY');
    expect(await state(id)).toMatchObject({ summary: { stopped: false } });

    const tell = `query ($id: ID!, $after: Int) {
      containerReceipt(id: $id) { json yaml volumes { gib } files { path sha256 } packages { name } scripts { state } }
      containerHistory(id: $id, after: $after, first: 20) { next entries { revision actor type text } }
      supportBundle(containerId: $id) { fileName json }
    }`;
    const told = await client.ask<Story>(tell, { id });
    expect(told.containerReceipt).toMatchObject({
      ...{ volumes: [{ gib: 4 }], packages: expect.arrayContaining([{ name: 'nginx' }]) as object },
      yaml: expect.stringContaining('hostname: "whole-life"') as string,
    });
    expect(told.containerReceipt.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    const { containerHistory: second } = await client.ask<Story>(tell, {
      ...{ id, after: told.containerHistory.next },
    });
    const entries = [...told.containerHistory.entries, ...second.entries];
    expect(entries.map(({ revision }) => revision)).toEqual(entries.map((_entry, index) => index));
    expect(entries.find(({ type }) => type === 'CancelRequested')?.actor).toMatch(/^token:/);
    expect(JSON.parse(told.supportBundle.json)).toMatchObject({ container: id, runtime: {} });
    expect(told.supportBundle.json).not.toMatch(/a root password|token:/);

    await ask('destroyContainer', id);
    expect(ending(await client.follow(id, null))).toBe('READY');
    expect(await state(id)).toMatchObject({ summary: { state: 'DESTROYED' } });
    expect(await client.ask('{ containers { id } }')).toEqual({ containers: [] });
    expect(await ask('destroyContainer', id)).toEqual({ code: 'CONTAINER.DESTROYED' });
  });

  it('should be cancelled while its task on the node goes on, and made anew from its draft', async () => {
    const id = await client.createContainer({ templateId: 'debian-base', hostname: 'drafted' });
    await client.follow(id, null, ({ events }) =>
      events.some(({ __typename }) => __typename === 'TaskFollowed'),
    );
    await ask('cancelRun', id);
    expect(ending(await client.follow(id, null))).toBe('CANCELLED');
    const { containerDraft } = await client.ask<{ containerDraft: Record<string, unknown> }>(
      `query ($id: ID!) { containerDraft(id: $id) {
        nodeId templateId osTemplate hostname vmid cores memory swap disk storage
        network { bridge ipv4 gateway vlan } unprivileged nesting startOnBoot tags packageGroups scripts
        extraPackages { manager name }
      } }`,
      { id },
    );
    const again = await client.createContainer(containerDraft);
    expect(ending(await client.follow(again, null))).toBe('READY');
    await ask('destroyContainer', id);
    expect(ending(await client.follow(id, null))).toBe('READY');
  });
});
