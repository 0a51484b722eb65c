import { parseFindings } from './findings.js';
import { assembleServices } from './services.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const output = (...lines: string[]) => `${[...lines, 'end'].join('\n')}\n`;

/**
 * Constructed after systemctl(1) (`list-units`, `show`), ss(8) and cgroups(7); what real containers said is in
 * `recordings.spec.ts`. So are the others below: after rc-status(8) of OpenRC, netstat(8) and the pages named there.
 */
const DEBIAN = output(
  'unit\tnginx.service loaded active running A high performance web server',
  'unit\tpostgresql@15-main.service loaded active running PostgreSQL Cluster 15-main',
  'unit\tssh.service loaded active running OpenBSD Secure Shell server',
  'unit\tapp.service loaded failed failed My app',
  'unit\tauditd.service not-found inactive dead auditd.service',
  'unit\tnetworking.service loaded active exited Raise network interfaces',
  'ss\ttcp   LISTEN 0      511          0.0.0.0:80        0.0.0.0:*    users:(("nginx",pid=310,fd=5),("nginx",pid=309,fd=5))',
  'ss\ttcp   LISTEN 0      511             [::]:80           [::]:*    users:(("nginx",pid=310,fd=6))',
  'ss\ttcp   LISTEN 0      244        127.0.0.1:5432      0.0.0.0:*    users:(("postgres",pid=400,fd=6))',
  'ss\tudp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*    users:(("systemd-resolve",pid=90,fd=13))',
  'ss\ttcp   LISTEN 0      511                *:3000            *:*    users:(("node",pid=500,fd=18))',
  'cgroup\t310\t0::/system.slice/nginx.service',
  'cgroup\t400\t0::/system.slice/system-postgresql.slice/postgresql@15-main.service',
  'cgroup\t90\t0::/system.slice/systemd-resolved.service',
  'cgroup\t500\t0::/system.slice/web\\x2dapp.service',
  `credentials\tpostgresql\t${base64('password=abc=def\n')}`,
  `credentials\tgone\t${base64('user=x\nno pair\n')}`,
);

describe('assembling services', () => {
  const services = assembleServices(parseFindings(DEBIAN), '10.0.0.5/24');
  const named = (name: string) => services.find((service) => service.name === name);

  it('gives ports to the services whose processes listen, and guesses addresses', () => {
    expect(named('nginx')).toMatchObject({
      status: 'running',
      ports: ['80/tcp'],
      urls: ['http://10.0.0.5/'],
    });
    expect(named('web-app')).toMatchObject({ ports: ['3000/tcp'], urls: ['http://10.0.0.5:3000/'] });
  });

  it('gives no address to what only listens on loopback', () => {
    expect(named('postgresql@15-main')).toMatchObject({ ports: ['5432/tcp'], urls: [] });
  });

  it('finds credentials by the name without the instance; those of nobody make a stopped service', () => {
    expect(named('postgresql@15-main')?.credentials).toEqual([{ key: 'password', value: 'abc=def' }]);
    expect(named('gone')).toMatchObject({ status: 'stopped', credentials: [{ key: 'user', value: 'x' }] });
  });

  it('sets system services apart and leaves out what is absent or done', () => {
    expect(services.filter(({ system }) => system).map(({ name }) => name)).toEqual([
      'ssh',
      'systemd-resolved',
    ]);
    expect(named('app')).toMatchObject({ status: 'failed' });
    expect(named('auditd')).toBeUndefined();
    expect(named('networking')).toBeUndefined();
  });

  it('finds a service by its main process where there are no control groups', () => {
    const findings = parseFindings(
      output(
        'unit\tnode-app.service loaded active running App',
        'main\tMainPID=20\nmain\tId=node-app.service\nmain\t',
        'ss\ttcp LISTEN 0 511 *:3000 *:* users:(("node",pid=22,fd=18))',
        'ancestors\t22 21 20 1',
      ),
    );
    expect(assembleServices(findings, null)).toMatchObject([
      { name: 'node-app', ports: ['3000/tcp'], urls: [] },
    ]);
  });

  it('reads OpenRC and netstat, and knows when the output broke off', () => {
    const findings = parseFindings(
      [
        'openrc\tRunlevel: default',
        'openrc\t nginx                    [  started  ]',
        'openrc\t acpid                    [  stopped  ]',
        'netstat\ttcp        0      0 0.0.0.0:80      0.0.0.0:*       LISTEN      12/nginx: master pro',
      ].join('\n'),
    );
    expect(findings.complete).toBe(false);
    expect(assembleServices(findings, 'fd00::5')).toMatchObject([
      { name: 'nginx', urls: ['http://[fd00::5]/'] },
    ]);
  });

  // Constructed after the reference of `docker container ls` and its formatter.
  it("finds Docker's containers with their published ports, and asks which of them speak HTTP", () => {
    const title = Buffer.from('Grafana <&>').toString('base64');
    const findings = parseFindings(
      [
        'unit\tdocker.service loaded active running Docker',
        'ss\ttcp LISTEN 0 4096 0.0.0.0:3000 0.0.0.0:* users:(("docker-proxy",pid=9,fd=7))',
        'ss\ttcp LISTEN 0 4096 0.0.0.0:22 0.0.0.0:* users:(("docker-proxy",pid=8,fd=7))',
        'docker\tgrafana\trunning\t0.0.0.0:3000->3000/tcp, [::]:3000->3000/tcp, 127.0.0.1:9000->9000/tcp, 443/tcp',
        'docker\tdns\texited\t0.0.0.0:5000-5001->5000-5001/udp',
        'docker\t$(reboot)\trunning\t',
        `web\t3000\thttps\t${title}`,
        'web\t99999999\thttp\t',
        `credentials\tgrafana\t${Buffer.from('password=x\n').toString('base64')}`,
        'end',
      ].join('\n'),
    );
    expect(findings.web).toEqual(new Map([[3000, { scheme: 'https', title: 'Grafana <&>' }]]));
    const found = assembleServices(findings, '10.0.0.5');
    expect(found.filter(({ name }) => name.startsWith('docker: '))).toEqual([
      {
        ...{ name: 'docker: dns', status: 'stopped', system: false },
        ...{ ports: ['5000/udp', '5001/udp'], urls: [], title: null, credentials: [] },
      },
      {
        ...{ name: 'docker: grafana', status: 'running', system: false, ports: ['3000/tcp'] },
        ...{
          urls: ['https://10.0.0.5:3000/'],
          title: 'Grafana <&>',
          credentials: [{ key: 'password', value: 'x' }],
        },
      },
    ]);
    expect(found.find(({ name }) => name === 'docker-proxy')).toMatchObject({ ports: ['22/tcp'] });
  });
});
