import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseWebAnswers } from '../../src/provisioning/phases/discover/docker-and-web.js';

const run = promisify(execFile);
const PROBE = join(process.cwd(), 'server/assets/web-probe.sh');
const BASE = ['sh', 'timeout', 'head', 'tr', 'sed', 'base64', 'cat', 'grep', 'awk', 'sleep', 'sort'];

function found(tool: string): string | null {
  return ['/usr/bin', '/bin'].map((folder) => join(folder, tool)).find((path) => existsSync(path)) ?? null;
}

describe('asking which ports speak HTTP', () => {
  const servers: Server[] = [];
  const folders: string[] = [];
  let asked: string[] = [];
  let elsewhere = 0;
  afterAll(() => {
    for (const server of servers) server.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const serve = async (status: number, body: string, headers: Record<string, string> = {}) => {
    const server = createServer((request, response) => {
      asked.push(request.headers['user-agent'] ?? '');
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const probe = async (tool: string, port: number) => {
    const path = mkdtempSync(join(tmpdir(), 'infrahaus-probe-'));
    folders.push(path);
    for (const name of [...BASE, tool]) symlinkSync(found(name) ?? '/absent', join(path, name));
    const script = `. "${PROBE}"; probe 127.0.0.1 ${String(port)}`;
    // On a slow machine a program may need seconds to start; netcat, which waits them out in any case, is a small one.
    const env = { PATH: path, PROBE_SECONDS: tool === 'nc' ? '2' : '60' };
    const { stdout } = await run('/bin/sh', ['-c', script], { env });
    return parseWebAnswers(stdout.split('\n').map((line) => line.replace('web\t', ''))).get(port);
  };
  beforeEach(() => {
    asked = [];
  });

  const tools = ['curl', 'wget', 'python3', 'bash', 'nc', 'perl'].filter((tool) => found(tool) !== null);
  it.each(tools)('should need no other program than %s', async (tool) => {
    const title = `${'<p>x</p>'.repeat(100)}<TITLE lang="en">Hello   there</TITLE>`;
    expect(await probe(tool, await serve(200, title))).toEqual({ scheme: 'http', title: 'Hello there' });
    expect(await probe(tool, await serve(404, '<title>Not here</title>'))).toEqual({
      scheme: 'http',
      title: 'Not here',
    });
    expect(asked).toContain('infrahaus');
  });

  it.each(tools)('should follow no redirect with %s, and read no more than 64 KiB', async (tool) => {
    const target = createServer((_, response) => {
      elsewhere += 1;
      response.end();
    });
    servers.push(target.listen(0, '127.0.0.1'));
    await once(target, 'listening');
    const location = `http://127.0.0.1:${String((target.address() as AddressInfo).port)}/`;
    expect(await probe(tool, await serve(302, '', { location }))).toEqual({ scheme: 'http', title: '' });
    expect(elsewhere).toBe(0);
    const late = `${'x'.repeat(70_000)}<title>too late</title>`;
    expect(await probe(tool, await serve(200, late))).toEqual({ scheme: 'http', title: '' });
  });

  it('should know a TLS port by its complaint where nothing can ask it', async () => {
    const complaint = '<html>400 The plain HTTP request was sent to HTTPS port</html>';
    expect(await probe('bash', await serve(400, complaint))).toEqual({ scheme: 'https', title: '' });
  });

  it('should ask the addresses that are listened on, and loopback for all of them', async () => {
    const sockets = [
      'tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=1,fd=5))',
      'tcp LISTEN 0 511 [::]:80 [::]:*',
      'tcp LISTEN 0 511 10.0.0.5%eth0:3000 0.0.0.0:*',
      'tcp LISTEN 0 511 [fd00::5]:8080 [::]:*',
      'udp UNCONN 0 0 0.0.0.0:53 0.0.0.0:*',
      'tcp        0      0 :::9000      :::*       LISTEN      12/x',
    ];
    const { stdout } = await run('/bin/sh', [
      '-c',
      `. "${PROBE}"; printf '%s\\n' "$@" | listeners`,
      'sh',
      ...sockets,
    ]);
    expect(stdout.trim().split('\n')).toEqual([
      ...['127.0.0.1 80', '10.0.0.5 3000', 'fd00::5 8080', '127.0.0.1 9000'],
    ]);
  });
});
