import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLField, GraphQLInputType } from 'graphql';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { isCompositeType } from 'graphql';
import { WebSocket } from 'ws';
import { readEnvironment } from '../../src/environment.js';
import { ServerProcess } from '../../src/server-process.js';
import { TestStore } from './test-store.js';

const PUBLIC = ['installation', 'viewer', 'signIn', 'redeemSetupCode', 'signOut'];
const DIRECTORY = join(import.meta.dirname, '../../../schema');
const schema = buildSchema(
  readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => readFileSync(join(DIRECTORY, name), 'utf8'))
    .join('\n'),
);

type Operation = 'query' | 'mutation' | 'subscription';
const FIELDS = (['query', 'mutation', 'subscription'] as const).flatMap((operation) => {
  const type = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[operation];
  return Object.values(type?.getFields() ?? {}).map((field) => ({ operation, name: field.name, field }));
});

/** A valid operation for one field, so that nothing but the missing session can be what is refused. */
function operationFor(operation: Operation, field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter(
    ({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined,
  );
  const args = required.map(({ name, type }) => `${name}: ${sample(type)}`).join(', ');
  const selection = isCompositeType(getNamedType(field.type)) ? '{ __typename }' : '';
  return `${operation} { ${field.name}${args ? `(${args})` : ''} ${selection} }`;
}

function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isScalarType(type)) return { Int: '1', Float: '1', Boolean: 'true' }[type.name] ?? '"x"';
  if (!isInputObjectType(type)) return 'null';
  const fields = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return `{ ${fields.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
}

describe('without a session or token', () => {
  let store: TestStore;
  let server: ServerProcess;
  beforeAll(async () => {
    store = await TestStore.start();
    const args = ['--port', '0', '--data-dir', join(store.directory, 'data'), '--role', 'api'];
    server = await ServerProcess.start(readEnvironment(args, { EVENTSTORE_URL: store.url }));
  });
  afterAll(async () => {
    await server.stop();
    await store.stop();
  });

  const post = (query: string, headers: Record<string, string>, path = '/graphql') =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  const answer = async (response: Response) =>
    (await response.json()) as {
      data?: Record<string, unknown>;
      errors?: { extensions?: { code?: string } }[];
    };

  test('the schema has fields of every kind', () => {
    expect(new Set(FIELDS.map(({ operation }) => operation)).size).toBe(3);
    expect(FIELDS.map(({ name }) => name)).toEqual(expect.arrayContaining(PUBLIC));
  });

  test.each(FIELDS.filter(({ name, operation }) => operation !== 'subscription' && !PUBLIC.includes(name)))(
    '$operation $name is refused',
    async ({ operation, field }) => {
      const { data, errors } = await answer(
        await post(operationFor(operation, field), { origin: server.url, accept: 'application/json' }),
      );
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
      expect(data?.[field.name] ?? null).toBeNull();
    },
  );

  test.each(FIELDS.filter(({ operation }) => operation === 'subscription'))(
    'subscription $name is refused on every transport',
    async ({ operation, field }) => {
      const query = operationFor(operation, field);
      expect((await post(query, { origin: server.url }, '/graphql/stream')).status).toBe(401);
      const overHttp = await answer(await post(query, { origin: server.url }));
      expect(overHttp.data ?? null).toBeNull();
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: { origin: server.url },
      });
      socket.once('open', () => {
        socket.send(JSON.stringify({ type: 'connection_init' }));
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      });
      expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4401);
    },
  );

  test.each(FIELDS.filter(({ name }) => PUBLIC.includes(name)))(
    '$operation $name is for everybody',
    async ({ operation, field }) => {
      const { errors } = await answer(await post(operationFor(operation, field), { origin: server.url }));
      expect(errors).toBeUndefined();
    },
  );
});
