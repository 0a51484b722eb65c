import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFindings } from './findings.js';
import { assembleServices } from './services.js';

/** Of a container at 10.0.0.5, without the services of the system. */
function ownServices(recording: string) {
  const text = readFileSync(join(import.meta.dirname, 'recordings', `${recording}.txt`), 'utf8');
  const findings = parseFindings(text);
  expect(findings.complete).toBe(true);
  return assembleServices(findings, '10.0.0.5').filter(({ system }) => !system);
}

const none = { title: null, credentials: [] };
const credentials = [{ key: 'password', value: 'recorded' }];

describe('what real containers said', () => {
  it('PostgreSQL on Debian is one service, not also the unit that only starts it', () => {
    expect(ownServices('debian-12-systemd-postgresql')).toEqual([
      {
        ...{ name: 'postgresql@15-main', status: 'running', system: false, ports: ['5432/tcp'], urls: [] },
        ...{ ...none, credentials },
      },
    ]);
  });

  it('a Node.js program under systemd is found by its unit, with its page', () => {
    expect(ownServices('debian-12-systemd-nodejs-app')).toEqual([
      {
        ...{ name: 'node-app', status: 'running', system: false, ports: ['3000/tcp'] },
        ...{ ...none, urls: ['http://10.0.0.5:3000/'], credentials },
      },
    ]);
  });

  it('nginx beside OpenRC, started by its package and not by OpenRC, is found by its socket', () => {
    expect(ownServices('debian-12-openrc-nginx')).toEqual([
      {
        ...{ name: 'nginx', status: 'running', system: false, ports: ['80/tcp'] },
        ...{ ...none, urls: ['http://10.0.0.5/'], title: 'Welcome to nginx!' },
      },
    ]);
  });
});
