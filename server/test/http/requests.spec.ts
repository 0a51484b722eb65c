import { request } from 'node:http';
import { Query, Resolver } from '@nestjs/graphql';
import { getIntrospectionQuery } from 'graphql';
import { TestServer } from './test-server.js';

@Resolver()
class FeatureResolver {
  @Query()
  nodes(): unknown[] {
    throw new Error('a secret detail of the inside');
  }
}

describe('requests', () => {
  let server: TestServer;
  let bearer: Record<string, string>;
  beforeAll(async () => {
    server = await TestServer.start({}, { providers: [FeatureResolver] });
    bearer = { authorization: `Bearer ${await server.token()}` };
  });
  afterAll(() => server.stop());

  /** `fetch` sets the Host itself. */
  const statusFor = (host: string, path = '/healthz') =>
    new Promise((resolve, reject) => {
      request(`${server.url}${path}`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test.each(['127.0.0.1', 'localhost:4200', '[::1]:3000'])('the Host %s is ours', async (host) => {
    expect(await statusFor(host)).toBe(200);
  });

  test.each(['evil.example', '127.0.0.1.evil.example', '192.168.1.5', 'localhost@evil.example', 'a b'])(
    'the Host %s is refused',
    async (host) => {
      expect(await statusFor(host)).toBe(421);
    },
  );

  test.each([
    ['no Origin and no token', {}],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['the Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['the Origin of another scheme', { origin: 'https://127.0.0.1' }],
    ['an opaque Origin', { origin: 'null' }],
  ])('a session does not count with %s', async (_what, headers) => {
    const cookie = await server.signIn();
    const response = await server.post({ query: '{ viewer { name } }' }, { cookie, ...headers });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  test('GraphQL takes no GET and no form', async () => {
    const get = await fetch(`${server.url}/graphql?query={viewer{name}}`, { headers: bearer });
    expect(get.status).toBe(405);
    const form = await server.post('query={viewer{name}}', {
      ...bearer,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBe(415);
  });

  test('a body of more than 1 MiB is refused, and one that is no JSON', async () => {
    const large = await server.post(
      { query: '{ viewer { name } }', padding: 'x'.repeat(1024 * 1024) },
      bearer,
    );
    expect(large.status).toBe(413);
    const broken = await server.post('{', bearer);
    expect(broken.status).toBe(400);
    expect(await broken.text()).not.toContain('SyntaxError');
  });

  test.each([
    ['depth', `{ __type(name: "Query") ${'{ fields { type '.repeat(8)} { name } ${'} }'.repeat(8)} }`],
    ['aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${String(n)}: viewer { id }`).join(' ')} }`],
    ['cost', `{ nodes { ${Array.from({ length: 1200 }, () => 'inventory { __typename }').join(' ')} } }`],
  ])('the %s of an operation has a limit', async (_what, query) => {
    const [error] = (await server.graphql(query, bearer)).errors ?? [];
    expect(error?.message).toMatch(/limit of \d+ exceeded/);
  });

  test('the number of tokens has a limit', async () => {
    const answer = await server.graphql(`{ ${'viewer { id } '.repeat(1500)} }`, bearer);
    expect(answer.errors?.[0]?.message).toContain('tokens');
  });

  test('several operations in one request are refused', async () => {
    const response = await server.post([{ query: '{ viewer { id } }' }], bearer);
    expect(response.status).toBe(400);
  });

  test('the schema is told to the known only', async () => {
    const query = getIntrospectionQuery();
    expect(await server.graphql(query, bearer)).toMatchObject({ data: { __schema: {} } });
    expect(await server.graphql(query, { origin: server.url })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    const typo = await server.graphql('{ viewr { id } }', { origin: server.url });
    expect(typo.errors?.[0]?.message).not.toContain('viewer');
  });

  test('an unexpected error is masked under an id', async () => {
    const answer = await server.graphql('{ nodes { id } }', bearer);
    const [error] = answer.errors ?? [];
    expect(error?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) as unknown });
    expect(error?.message).toContain(String(error?.extensions?.id));
    expect(JSON.stringify(answer)).not.toContain('secret detail');
  });

  test('a refused operation shows no stack', async () => {
    const answer = await server.graphql('{ nothing }', bearer);
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  test('every answer carries a policy without foreign origins', async () => {
    for (const path of ['/healthz', '/playground', '/nowhere']) {
      const { headers } = await fetch(`${server.url}${path}`, { redirect: 'manual' });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});
