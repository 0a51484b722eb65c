import { randomUUID } from 'node:crypto';
import type { RequestedInput } from '../../src/containers/commands/input-hash.js';
import {
  RecognizeRequest,
  RecognizeRequestHandler,
} from '../../src/containers/commands/recognize-request.command.js';
import {
  containerIdFor,
  RequestContainer,
  RequestContainerHandler,
} from '../../src/containers/commands/request-container.command.js';
import { containerStream } from '../../src/containers/domain/container-decider.js';
import type { ContainerEvent } from '../../src/containers/domain/events.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { Harness, SPEC } from './provisioning-harness.js';

/** The same value has the same id, as in the real vault. */
const vault = { store: ({ value }: { value: string }) => Promise.resolve(`secret of ${value}`) };
const input = (cores: number, rootPassword = 'pass-1'): RequestedInput => ({
  fields: { cores },
  rootPassword,
});

describe('a request with an idempotency key that was used before', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  const recognize = (container: string, again: RequestedInput) =>
    new RecognizeRequestHandler(new CommandHandling(harness.store), vault).execute(
      new RecognizeRequest({ container, input: again }),
    );

  async function requested(key: string): Promise<string> {
    const container = containerIdFor('account', key);
    const handler = new RequestContainerHandler(new CommandHandling(harness.store), vault, []);
    const node = { name: 'pve', cluster: 'home', lab: true };
    const by = { actor: 'account:a1', at: new Date().toISOString() };
    const request = { container, spec: SPEC, input: input(1), node, ...by };
    expect(await handler.execute(new RequestContainer(request))).toMatchObject({ kind: 'accepted' });
    return container;
  }

  it('should answer the same container for the same input, and a conflict for any other', async () => {
    expect(await recognize(containerIdFor('account', 'new'), input(1))).toEqual({ kind: 'new' });
    const container = await requested('twice');
    expect(await recognize(container, input(1))).toMatchObject({ kind: 'accepted', container });
    for (const other of [input(2), input(1, 'pass-2')])
      expect(await recognize(container, other)).toEqual({ kind: 'idempotency-conflict', container });
  });

  it('should still tell another input when the container and its password are long gone', async () => {
    const container = await requested('destroyed');
    const run = randomUUID();
    const events: ContainerEvent[] = [
      { type: 'RunEnded', data: { run, claim: 1, outcome: 'failed', failure: null } },
      { type: 'RunRequested', data: { run, kind: 'destroy', attempt: 2, plan: [] } },
      { type: 'RunEnded', data: { run, claim: 1, outcome: 'ready', failure: null } },
    ];
    const metadata = { commandId: run, correlationId: run, actor: 'worker:w', at: new Date().toISOString() };
    await new CommandHandling(harness.store).append(containerStream(container), 1n, events, metadata);
    expect((await harness.state(container)).state).toBe('destroyed');
    expect(await recognize(container, input(1))).toMatchObject({ kind: 'accepted', container });
    expect(await recognize(container, input(2))).toEqual({ kind: 'idempotency-conflict', container });
    const { fields } = input(1);
    expect(await recognize(container, { fields, rootPassword: null })).toEqual({
      ...{ kind: 'idempotency-conflict', container },
    });
  });
});
