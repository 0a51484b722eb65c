import type { Distribution } from '../cluster/inventory.js';
import type { ContainerNetwork } from './runtime.js';

interface SimulatedService {
  readonly name: string;
  readonly port: number | null;
  readonly pid: number;
}

/** What a simulated program prints and how it ends. */
export interface SimulatedResult {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

const done = (...lines: string[]): SimulatedResult => ({ lines, exitCode: 0 });
const failed = (exitCode: number, ...lines: string[]): SimulatedResult => ({ lines, exitCode });

/** Programs that change something, which here nobody would notice: they end well and say nothing. */
const SILENT = new Set(['true', ':', 'mkdir', 'chmod', 'chown', 'tar', 'install', 'ln', 'rm', 'mv', 'cp', 'touch', 'useradd', 'usermod', 'groupadd', 'chpasswd', 'sync', 'sleep', 'set', 'export', 'cd', 'umask', 'flock', 'mktemp']); // prettier-ignore
/** The port of a service that a package of the same name brings. */
const SERVICES: Readonly<Record<string, number>> = {
  nginx: 80,
  apache2: 80,
  caddy: 80,
  'redis-server': 6379,
  postgresql: 5432,
  mariadb: 3306,
  'mariadb-server': 3306,
};

/** A container that exists only in words: it remembers what was "installed" and answers accordingly. */
export class SimulatedSystem {
  /** By path: what was put in. */
  readonly files = new Map<string, Buffer>();
  private readonly packages = new Set(['base-files', 'bash', 'coreutils', 'systemd']);
  private readonly units = new Map<string, number | null>([['ssh', 22]]);
  private readonly secrets = new Map<string, Map<string, string>>();
  private network: ContainerNetwork = { mac: '', address: null, gateway: null };

  constructor(
    private readonly hostname: string,
    readonly distribution: Distribution,
  ) {}

  connect(network: ContainerNetwork): void {
    this.network = network;
  }

  /** Takes a package, with or without a version, as installed. */
  install(wanted: string): { readonly name: string; readonly version: string } {
    const name = wanted.replace(/(?!^)[=~<>@].*$/, '');
    this.packages.add(name);
    const port = SERVICES[name];
    if (port !== undefined) this.units.set(name, port);
    return { name, version: '1.0-1' };
  }

  startService(name: string): void {
    if (!this.units.has(name)) this.units.set(name, SERVICES[name] ?? null);
  }

  services(): SimulatedService[] {
    return [...this.units].map(([name, port], index) => ({ name, port, pid: 100 + index }));
  }

  keepCredential(service: string, key: string, value: string): void {
    const kept = this.secrets.get(service) ?? new Map<string, string>();
    this.secrets.set(service, kept.set(key, value));
  }

  /** By service: lines of KEY=VALUE. */
  credentials(): Map<string, string> {
    const text = (entries: ReadonlyMap<string, string>): string =>
      [...entries].map(([key, value]) => `${key}=${value}\n`).join('');
    return new Map([...this.secrets].map(([service, entries]) => [service, text(entries)]));
  }

  /** Runs one program; null if the simulation does not know it. */
  run(program: string, args: readonly string[]): SimulatedResult | null {
    if (SILENT.has(program)) return done();
    switch (program) {
      case 'echo':
        return done(args.filter((arg) => arg !== '-n').join(' '));
      case 'hostname':
        return done(args[0] === '-I' ? this.address : this.hostname);
      case 'id':
        return done(args[0] === '-u' ? '0' : 'uid=0(root) gid=0(root) groups=0(root)');
      case 'cat':
        return this.cat(args);
      case 'getent':
        return args[0] === 'hosts' ? done(`192.0.2.1 ${args[1] ?? ''}`) : failed(2);
      case 'ip':
        return done(`2: eth0    inet ${this.network.address ?? ''} scope global eth0`);
      case 'ss':
        return done(
          ...this.services().flatMap(({ name, port, pid }) =>
            port === null
              ? []
              : `tcp LISTEN 0 511 0.0.0.0:${port} 0.0.0.0:* users:(("${name}",pid=${pid},fd=6))`,
          ),
        );
      case 'apt-get':
      case 'apk':
        return this.installAll(args);
      case 'dpkg-query':
        return this.query(args);
      case 'systemctl':
        return this.systemctl(args);
      default:
        return null;
    }
  }

  private get address(): string {
    return this.network.address?.replace(/\/.*/, '') ?? '';
  }

  private cat(args: readonly string[]): SimulatedResult {
    if (args[0] === '/etc/os-release')
      return done(`ID=${this.distribution.id}`, `VERSION_ID="${this.distribution.version}"`);
    return args.length === 0 ? done() : failed(1, `cat: ${args.join(' ')}: No such file or directory`);
  }

  private installAll(args: readonly string[]): SimulatedResult {
    const [verb, ...names] = args.filter((arg) => !arg.startsWith('-'));
    if (verb !== 'install' && verb !== 'add') return done('Reading package lists...');
    const installed = names.map((name) => this.install(name));
    return done(...installed.map(({ name, version }) => `Setting up ${name} (${version}) ...`));
  }

  private query(args: readonly string[]): SimulatedResult {
    const format = args.indexOf('-f');
    const names = args.filter((arg, index) => !arg.startsWith('-') && (format < 0 || index !== format + 1));
    const missing = names.filter((name) => !this.packages.has(name));
    if (missing.length > 0)
      return failed(1, ...missing.map((name) => `dpkg-query: no packages found matching ${name}`));
    return done(...names.map((name) => `${name}\t1.0-1`));
  }

  private systemctl(args: readonly string[]): SimulatedResult {
    const verb = args.find((arg) => !arg.startsWith('-'));
    if (verb === 'is-system-running') return done('running');
    if (verb === 'is-active') return done('active');
    if (verb === 'is-enabled') return done('enabled');
    if (verb !== 'list-units') return done();
    const units = [...this.units.keys()].map((unit) => ({
      unit: `${unit}.service`,
      load: 'loaded',
      active: 'active',
      sub: 'running',
      description: unit,
    }));
    if (args.some((arg) => arg.includes('json'))) return done(JSON.stringify(units));
    return done(
      ...units.map(({ unit, load, active, sub, description }) =>
        [unit, load, active, sub, description].join(' '),
      ),
    );
  }
}
