import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { HttpOptions } from './http-options.js';
import { securityHeaders } from './security-headers.js';

const LOCAL: HttpOptions = {
  bind: '127.0.0.1',
  tls: false,
  publicUrl: null,
  trustedProxies: [],
  maxSocketsPerAccount: 1,
  clientDirectory: null,
};

async function strictTransport(options: HttpOptions): Promise<string | null> {
  const server = createServer(express().use(securityHeaders(options))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const answer = await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  server.close();
  return answer.headers.get('strict-transport-security');
}

describe('the header that keeps browsers on https', () => {
  it('is sent where people reach us over https, for this name alone', async () => {
    const publicUrl = new URL('https://infrahaus.example.org');
    expect(await strictTransport({ ...LOCAL, publicUrl })).toBe('max-age=31536000');
    expect(await strictTransport({ ...LOCAL, tls: true })).toBe('max-age=31536000');
  });

  it('is not sent on plain http', async () => {
    expect(await strictTransport(LOCAL)).toBeNull();
  });
});
