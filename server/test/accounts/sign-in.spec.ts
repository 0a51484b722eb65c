import { Administrator, SETUP_CODE_MS } from '../../src/accounts/administrator.js';
import { PASSWORD, TestServer, cookieOf } from '../http/test-server.js';

const SIGN_IN = `mutation ($name: String!, $password: String!) {
  signIn(input: { name: $name, password: $password }) {
    __typename ... on SignedIn { account { name } } ... on SignInRefused { message retryAfterSeconds }
  }
}`;
const REDEEM = `mutation ($code: String!, $password: String!) {
  redeemSetupCode(input: { code: $code, password: $password }) {
    __typename ... on SignInRefused { message } ... on InvalidInput { problems { field code } }
  }
}`;

describe('signing in', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await TestServer.start();
  });
  afterEach(() => server.stop());

  const ask = (query: string, variables: object = {}, cookie = '') =>
    server.graphql(query, { origin: server.url, ...(cookie ? { cookie } : {}) }, variables);
  const newCode = (now = Date.now()) => server.app.get(Administrator).issueSetupCode(now);

  test('a one-time code sets the password and opens a session with a strict cookie', async () => {
    expect(await ask('{ installation { setupRequired } viewer { name } }')).toEqual({
      data: { installation: { setupRequired: true }, viewer: null },
    });
    const response = await server.post(
      { query: REDEEM, variables: { code: await newCode(), password: PASSWORD } },
      { origin: server.url },
    );
    const header = response.headers.getSetCookie()[0];
    expect(header).toMatch(
      /^ih_session=[0-9a-f]{32}\.[\w-]{43}; Max-Age=\d+; Path=\/;.* HttpOnly; SameSite=Strict$/,
    );
    const answer = await ask(
      '{ installation { setupRequired } viewer { name } sessions { current } }',
      {},
      cookieOf(response),
    );
    expect(answer).toEqual({
      data: {
        installation: { setupRequired: false },
        viewer: { name: 'admin' },
        sessions: [{ current: true }],
      },
    });
  });

  test('a code works once, not after a quarter of an hour, and not once there is a newer one', async () => {
    const redeem = async (code: string) => (await ask(REDEEM, { code, password: PASSWORD })).data;
    const refused = { redeemSetupCode: { __typename: 'SignInRefused' } };
    const old = await newCode();
    const used = await newCode();
    expect(await redeem(old)).toMatchObject(refused);
    expect(await redeem(used)).toMatchObject({ redeemSetupCode: { __typename: 'SignedIn' } });
    expect(await redeem(used)).toMatchObject(refused);
    expect(await redeem(await newCode(Date.now() - SETUP_CODE_MS))).toMatchObject(refused);
    expect(await redeem('')).toMatchObject(refused);
  });

  test('a password that is too short is refused with its field, and the code stays good', async () => {
    const code = await newCode();
    expect(await ask(REDEEM, { code, password: 'short' })).toEqual({
      data: {
        redeemSetupCode: {
          __typename: 'InvalidInput',
          problems: [{ field: 'password', code: 'PASSWORD.TOO_SHORT' }],
        },
      },
    });
    expect(await ask(REDEEM, { code, password: PASSWORD })).toMatchObject({
      data: { redeemSetupCode: { __typename: 'SignedIn' } },
    });
  });

  test('name and password open a session; a wrong name and a wrong password get the same answer', async () => {
    await server.signIn();
    const right = await ask(SIGN_IN, { name: 'admin', password: PASSWORD });
    expect(right).toMatchObject({ data: { signIn: { __typename: 'SignedIn', account: { name: 'admin' } } } });
    const wrongPassword = await ask(SIGN_IN, { name: 'admin', password: 'wrong' });
    const wrongName = await ask(SIGN_IN, { name: 'root', password: PASSWORD });
    expect(wrongPassword).toMatchObject({
      data: { signIn: { __typename: 'SignInRefused', retryAfterSeconds: 0 } },
    });
    expect(wrongName).toEqual(wrongPassword);
  });

  test('after ten wrong attempts an address has to wait, even with the right password', async () => {
    const code = await newCode();
    const wrong = { code: 'x'.repeat(43), password: PASSWORD };
    const attempts = await Promise.all(Array.from({ length: 11 }, () => ask(REDEEM, wrong)));
    expect(attempts.filter(({ data }) => JSON.stringify(data).includes('Too many'))).toHaveLength(1);
    expect(await ask(REDEEM, { code, password: PASSWORD })).toMatchObject({
      data: {
        redeemSetupCode: {
          __typename: 'SignInRefused',
          message: expect.stringContaining('Too many') as unknown,
        },
      },
    });
    const next = await ask(SIGN_IN, { name: 'admin', password: PASSWORD });
    const seconds = (next.data?.['signIn'] as unknown as { retryAfterSeconds: number }).retryAfterSeconds;
    expect(seconds).toBeGreaterThan(200);
  });

  test('signing out ends the session and takes the cookie away', async () => {
    const cookie = await server.signIn();
    const headers = { origin: server.url, cookie };
    const response = await server.post({ query: 'mutation { signOut }' }, headers);
    expect(await response.json()).toEqual({ data: { signOut: true } });
    expect(response.headers.getSetCookie()[0]).toMatch(/^ih_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect(await ask('{ viewer { name } }', {}, cookie)).toEqual({ data: { viewer: null } });
  });

  test('a session is revoked from another one', async () => {
    const [old, current] = [await server.signIn(), await signInAgain()];
    const { data } = await ask('{ sessions { id current } }', {}, current);
    const sessions = data?.['sessions'] as unknown as { id: string; current: boolean }[];
    expect(sessions.map((session) => session.current)).toEqual([true, false]);
    const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }';
    const id = sessions[1]?.id;
    expect(await ask(revoke, { id }, current)).toEqual({ data: { revokeSession: true } });
    expect(await ask(revoke, { id }, current)).toEqual({ data: { revokeSession: false } });
    expect(await ask('{ viewer { name } }', {}, old)).toEqual({ data: { viewer: null } });
    expect(await ask('{ viewer { name } }', {}, current)).toEqual({ data: { viewer: { name: 'admin' } } });
  });

  test('a reset ends every session', async () => {
    const before = await server.signIn();
    const after = await server.signIn();
    expect(await ask('{ viewer { name } }', {}, before)).toEqual({ data: { viewer: null } });
    expect(await ask('{ sessions { current } }', {}, after)).toEqual({
      data: { sessions: [{ current: true }] },
    });
  });

  async function signInAgain(): Promise<string> {
    const variables = { name: 'admin', password: PASSWORD };
    return cookieOf(await server.post({ query: SIGN_IN, variables }, { origin: server.url }));
  }
});

describe('signing in over https', () => {
  test('the cookie is Secure', async () => {
    const publicUrl = new URL('https://infrahaus.example.org');
    const server = await TestServer.start({ publicUrl, trustedProxies: ['127.0.0.1'] });
    try {
      const code = await server.app.get(Administrator).issueSetupCode(Date.now());
      const response = await server.post(
        { query: REDEEM, variables: { code, password: PASSWORD } },
        { origin: publicUrl.origin },
      );
      expect(response.headers.getSetCookie()[0]).toContain('; Secure');
      expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
    } finally {
      await server.stop();
    }
  });
});
