import type { ExecutionResult } from 'graphql';
import { buildSchema, GraphQLObjectType, parse } from 'graphql';
import { subscribeSharing } from './shared-results.js';

const FRAME = { cursor: 'one' };

/** A schema whose subscriptions hand out the same object once, and then wait until nobody wants them any more. */
function schemaThatCounts() {
  const schema = buildSchema(`
    type Query { none: ID }
    type Frame { cursor: ID }
    type Subscription { containerProgress: Frame other: Frame }
  `);
  const counted = { executed: 0, closed: 0 };
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  for (const field of Object.values(fields)) {
    field.subscribe = () => once(FRAME, () => counted.closed++);
    field.resolve = (frame: unknown) => frame;
  }
  const frame = schema.getType('Frame');
  if (!(frame instanceof GraphQLObjectType)) throw new Error('There is no such type.');
  const { cursor } = frame.getFields();
  if (cursor) {
    cursor.resolve = ({ cursor: value }: typeof FRAME) => {
      counted.executed++;
      return value;
    };
  }
  return { schema, counted };
}

function once<Value>(value: Value, onClose: () => void): AsyncIterableIterator<Value> {
  let given = false;
  return {
    next: () => {
      if (given) return new Promise(() => undefined);
      given = true;
      return Promise.resolve({ done: false, value });
    },
    return: () => {
      onClose();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function first(subscribed: ReturnType<typeof subscribeSharing>): Promise<ExecutionResult | null> {
  const results = await subscribed;
  if (!(Symbol.asyncIterator in results)) return results;
  for await (const result of results) return result;
  return null;
}

describe('subscriptions that are the same for all', () => {
  it('should execute once what many see in the same way', async () => {
    const { schema, counted } = schemaThatCounts();
    const document = parse('subscription { containerProgress { cursor } }');
    const seen = [];
    for (let n = 0; n < 3; n++) seen.push(await first(subscribeSharing({ schema, document })));
    expect(seen.map((result) => result?.data?.['containerProgress'])).toEqual(Array(3).fill(FRAME));
    expect(counted).toEqual({ executed: 1, closed: 3 });
  });

  it('should not mix up those who ask for something else, or in another way', async () => {
    const { schema } = schemaThatCounts();
    const document = parse(
      'subscription ($plain: Boolean!) { containerProgress { cursor @skip(if: $plain) same: cursor } }',
    );
    const withVariables = (plain: boolean) =>
      first(subscribeSharing({ schema, document, variableValues: { plain } }));
    expect((await withVariables(true))?.data).toEqual({ containerProgress: { same: 'one' } });
    expect((await withVariables(false))?.data).toEqual({ containerProgress: { cursor: 'one', same: 'one' } });
    const other = parse('subscription { containerProgress { another: cursor } }');
    expect((await first(subscribeSharing({ schema, document: other })))?.data).toEqual({
      containerProgress: { another: 'one' },
    });
  });

  it('should execute every other subscription for each of its subscribers', async () => {
    const { schema, counted } = schemaThatCounts();
    const document = parse('subscription { other { cursor } }');
    for (let n = 0; n < 3; n++) await first(subscribeSharing({ schema, document }));
    expect(counted).toEqual({ executed: 3, closed: 3 });
  });
});
