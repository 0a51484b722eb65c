import { isOurHost, isOurOrigin } from './host.js';
import type { HttpOptions } from './http-options.js';

const LOCAL: HttpOptions = {
  bind: '127.0.0.1',
  tls: false,
  publicUrl: null,
  trustedProxies: [],
  maxSocketsPerAccount: 1,
  clientDirectory: null,
};
const PUBLIC: HttpOptions = { ...LOCAL, publicUrl: new URL('https://infrahaus.example.org') };
const OPEN: HttpOptions = { ...LOCAL, bind: '0.0.0.0', tls: true };

describe('whether a Host is ours', () => {
  test.each([
    ['127.0.0.1:3000', LOCAL, true],
    ['LOCALHOST', LOCAL, true],
    ['[::1]', LOCAL, true],
    ['infrahaus.example.org', PUBLIC, true],
    ['Infrahaus.Example.Org:443', PUBLIC, true],
    ['192.168.1.5:3000', OPEN, true],
    ['[fe80::1]:3000', OPEN, true],
    ['192.168.1.5', LOCAL, false],
    ['infrahaus.example.org', LOCAL, false],
    ['rebound.example', OPEN, false],
    ['infrahaus.example.org.evil.example', PUBLIC, false],
    ['localhost@evil.example', LOCAL, false],
    ['localhost/evil', LOCAL, false],
    ['', LOCAL, false],
    [undefined, LOCAL, false],
  ])('%s', (host, options, ours) => {
    expect(isOurHost(host, options)).toBe(ours);
  });
});

describe('whether an Origin is ours', () => {
  test.each([
    ['http://127.0.0.1:3000', '127.0.0.1:3000', LOCAL, true],
    ['http://localhost:4200', 'localhost:4200', LOCAL, true],
    ['http://localhost', 'localhost:80', LOCAL, true],
    ['https://192.168.1.5:3000', '192.168.1.5:3000', OPEN, true],
    ['https://infrahaus.example.org', 'infrahaus.example.org', PUBLIC, true],
    ['https://infrahaus.example.org', '127.0.0.1:3000', PUBLIC, true],
    ['http://infrahaus.example.org', 'infrahaus.example.org:3000', PUBLIC, false],
    ['http://127.0.0.1:3001', '127.0.0.1:3000', LOCAL, false],
    ['http://localhost:3000', '127.0.0.1:3000', LOCAL, false],
    ['https://127.0.0.1:3000', '127.0.0.1:3000', LOCAL, false],
    ['null', '127.0.0.1:3000', LOCAL, false],
    ['http://evil.example', 'evil.example', LOCAL, false],
    ['http://127.0.0.1:3000', undefined, LOCAL, false],
  ])('%s sent to %s', (origin, host, options, ours) => {
    expect(isOurOrigin(origin, host, options)).toBe(ours);
  });
});
