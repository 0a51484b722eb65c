import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { TestServer } from './test-server.js';

const SCRIPT = 'console.log("hello");'.repeat(50);

describe('pages', () => {
  let server: TestServer;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'infrahaus-client-'));
    await writeFile(join(directory, 'index.html'), '<h1>Infrahaus</h1>');
    await writeFile(join(directory, 'main-ABCDEF12.js'), SCRIPT);
    await writeFile(join(directory, 'main-ABCDEF12.js.br'), brotliCompressSync(SCRIPT));
    await writeFile(join(directory, 'chunk-aB3-_9xY.js'), SCRIPT);
    await mkdir(join(directory, 'media'));
    await writeFile(join(directory, '.secret'), 'no');
    server = await TestServer.start({ clientDirectory: directory });
  });
  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers, redirect: 'manual' });
  /** As a browser opens an address; `fetch` always says that a script asks. */
  const navigate = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request(`${server.url}${path}`, { headers: html }, resolve).on('error', reject).end();
    });
  const html = { accept: 'text/html,*/*', 'sec-fetch-mode': 'navigate' };

  test.each(['/', '/containers/abc', '/containers/new?step=2'])('%s is the client’s page', async (path) => {
    const response = await navigate(path);
    expect(response.statusCode).toBe(200);
    expect(await text(response)).toBe('<h1>Infrahaus</h1>');
    expect(response.headers['cache-control']).toBe('no-cache');
  });

  test.each(['/main-ABCDEF12.js', '/chunk-aB3-_9xY.js'])(
    '%s has a hash in its name, and is kept for ever',
    async (path) => {
      const response = await get(path);
      expect(response.headers.get('cache-control')).toContain('immutable');
    },
  );

  test('files are sent compressed', async () => {
    const response = await get('/main-ABCDEF12.js', { 'accept-encoding': 'br' });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(await response.text()).toBe(SCRIPT);
  });

  test.each([
    ['/main-00000000.js', html],
    ['/containers/abc', { accept: 'application/json' }],
    ['/containers/abc', { ...html, 'sec-fetch-mode': 'cors' }],
    ['/.secret', html],
    ['/..%2f..%2fpackage.json', html],
  ])('%s with %o is not there', async (path, headers) => {
    const response = await get(path, headers);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('infrahaus');
  });

  test('the playground needs a session, and takes everything from here', async () => {
    const refused = await get('/playground', html);
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/']);
    const response = await get('/playground', { ...html, cookie: await server.signIn() });
    const page = await response.text();
    expect(page).toContain(`"subscriptionEndpoint":"ws://${server.host}/graphql"`);
    expect(page).toContain('containerProgress');
    const loaded = [...page.matchAll(/(?:src|href|from)[ =]"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(loaded).toContain('/playground/static/ruru.js');
    for (const address of loaded) {
      expect(address).toMatch(/^\/playground\/static\//);
      expect((await get(address)).status).toBe(200);
    }
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
    const scripts = page.match(/<script[^>]*>/g) ?? [];
    expect(scripts.every((script) => script.includes(`nonce="${String(nonce)}"`))).toBe(true);
  });

  test('health tells one word', async () => {
    const response = await get('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});
