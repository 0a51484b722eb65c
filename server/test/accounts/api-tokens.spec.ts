import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { Requires } from '../../src/accounts/requires.js';
import { TestServer } from '../http/test-server.js';

/** Stands in for the features: one field per kind of requirement. */
@Resolver()
class FeatureResolver {
  @Query()
  nodes(): unknown[] {
    return [];
  }

  @Requires('CONTAINERS')
  @Mutation()
  retryProvisioning(): object {
    return { __typename: 'RunAccepted', runId: 'r', version: '1' };
  }

  @Requires('SECRETS')
  @Mutation()
  revealCredential(): object {
    return { __typename: 'RevealedCredential', id: 'c', value: 'v' };
  }
}

const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    __typename
    ... on ApiTokenCreated { secret token { id name scopes expiresAt } }
    ... on InvalidInput { problems { field code } }
  }
}`;
const RETRY = 'mutation { retryProvisioning(containerId: "c", idempotencyKey: "12345678") { __typename } }';
const REVEAL = 'mutation { revealCredential(containerId: "c", credentialId: "d") { __typename } }';

describe('API tokens', () => {
  let server: TestServer;
  let session: Record<string, string>;
  beforeAll(async () => {
    server = await TestServer.start({}, { providers: [FeatureResolver] });
    session = { cookie: await server.signIn(), origin: server.url };
  });
  afterAll(() => server.stop());

  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  test('a person makes one, sees its secret once, and revokes it', async () => {
    const input = { name: ' backup script ', scopes: ['READ'], expiresAt: '2999-01-01T00:00:00Z' };
    const created = await server.graphql(CREATE, session, { input });
    const { secret, token } = created.data?.['createApiToken'] as unknown as {
      secret: string;
      token: { id: string };
    };
    expect(secret).toMatch(/^ih_[0-9a-f]{32}_[\w-]{43}$/);
    expect(token).toEqual({
      id: expect.any(String) as unknown,
      name: 'backup script',
      scopes: ['READ'],
      expiresAt: '2999-01-01T00:00:00.000Z',
    });
    expect(await server.graphql('{ nodes { id } }', bearer(secret))).toEqual({ data: { nodes: [] } });
    const list = await server.graphql('{ apiTokens { id name } }', session);
    expect(list).toEqual({ data: { apiTokens: [{ id: token.id, name: 'backup script' }] } });
    const revoked = await server.graphql(`mutation { revokeApiToken(id: "${token.id}") }`, session);
    expect(revoked).toEqual({ data: { revokeApiToken: true } });
    expect(await server.graphql('{ nodes { id } }', bearer(secret))).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await server.graphql('{ apiTokens { id } }', session)).toEqual({ data: { apiTokens: [] } });
  });

  test('bad input is named field by field', async () => {
    const input = { name: '', scopes: [], expiresAt: '2001-01-01T00:00:00Z' };
    expect(await server.graphql(CREATE, session, { input })).toEqual({
      data: {
        createApiToken: {
          __typename: 'InvalidInput',
          problems: [
            { field: 'name', code: 'TOKEN.NAME' },
            { field: 'scopes', code: 'TOKEN.NO_SCOPE' },
            { field: 'expiresAt', code: 'TOKEN.EXPIRED' },
          ],
        },
      },
    });
  });

  test('a token does only what its scopes say', async () => {
    const reader = bearer(await server.token({ scopes: ['READ'] }));
    const maker = bearer(await server.token({ scopes: ['CONTAINERS'] }));
    const forbidden = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
    expect(await server.graphql('{ nodes { id } }', maker)).toMatchObject(forbidden);
    expect(await server.graphql(RETRY, reader)).toMatchObject(forbidden);
    expect(await server.graphql(RETRY, maker)).toMatchObject({ data: { retryProvisioning: {} } });
    expect(await server.graphql(REVEAL, maker)).toMatchObject(forbidden);
    expect(await server.graphql(REVEAL, session)).toMatchObject({ data: { revealCredential: {} } });
  });

  test('a token, whatever its scopes, makes no tokens and ends no sessions', async () => {
    const all = bearer(await server.token({ scopes: ['READ', 'CONTAINERS', 'NODES', 'SECRETS'] }));
    const forbidden = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
    const input = { name: 'mine', scopes: ['SECRETS'] };
    expect(await server.graphql(CREATE, all, { input })).toMatchObject(forbidden);
    expect(await server.graphql('mutation { revokeSession(id: "x") }', all)).toMatchObject(forbidden);
    expect(await server.graphql('mutation { revokeApiToken(id: "x") }', all)).toMatchObject(forbidden);
  });

  test.each([
    ['expired', () => server.token({ expiresAt: Date.now() - 1 })],
    ['of nobody', () => Promise.resolve(`ih_${'0'.repeat(32)}_${'A'.repeat(43)}`)],
    ['with a wrong secret', async () => (await server.token()).slice(0, -43) + 'A'.repeat(43)],
    ['that is none', () => Promise.resolve('hello')],
  ])('a token %s is refused', async (_what, make) => {
    const response = await server.post({ query: '{ nodes { id } }' }, bearer(await make()));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});
