import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Check } from '../../schema/rules/check.js';
import { worstOf } from '../../schema/rules/check.js';
import type { ContainerSpec } from './containers/domain/container-spec.js';
import { completeSpec } from './containers/domain/container-spec.js';
import type { NodeRegistration } from './inventory/node-registration.js';
import { sshConnection } from './inventory/node-registration.js';
import { reportOn } from './inventory/node-report.js';
import { checksOf } from './provisioning/phases/create/preflight/preflight.js';
import { lookAround } from './provisioning/phases/create/preflight/world.js';
import type { ProxmoxLogin } from './proxmox/authentication.js';
import { probeCertificate } from './proxmox/pinned-https.js';
import { ProxmoxClient } from './proxmox/proxmox-client.js';
import { SshNodeHost } from './ssh/node-host.js';
import { probeHostKey } from './ssh/ssh-connection.js';

const HELP = `npm run doctor -- https://host:8006 [options]

Looks whether a Proxmox VE node can be used, and a container be made on it. Writes nothing, there or here.

  --ssh user@host:port     where its SSH server is (default: root, the same host, 22)
  --tls-fingerprint AA:…   take this certificate without asking
  --ssh-fingerprint SHA…   take this host key without asking
  --storage, --bridge, --template, --memory (MiB), --disk (GiB)   what the container would have

Secrets are asked for, or come from the environment, never from arguments:
  DOCTOR_TOKEN=user@realm!name=secret   or DOCTOR_USER=user@realm with DOCTOR_PASSWORD
  DOCTOR_SSH_KEY_FILE=file              or DOCTOR_SSH_PASSWORD
`;
/** No fingerprint: whoever should answer after all is not who was confirmed. */
const NOBODY = '';
const LIMIT_MS = 60_000;
const MARKS = { pass: '✓', warn: '!', fail: '✗' } as const;

const OPTIONS = {
  ssh: { type: 'string' },
  'tls-fingerprint': { type: 'string' },
  'ssh-fingerprint': { type: 'string' },
  storage: { type: 'string' },
  bridge: { type: 'string' },
  template: { type: 'string' },
  memory: { type: 'string' },
  disk: { type: 'string' },
  help: { type: 'boolean' },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [address] = positionals;
  if (values.help || address === undefined) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const place = placeOf(address, values.ssh);
  const confirmed = {
    tlsFingerprint: await confirm('TLS', values['tls-fingerprint'], probeCertificate(place.host, place.port)),
    sshFingerprint: await confirm(
      'SSH',
      values['ssh-fingerprint'],
      probeHostKey(place.sshHost, place.sshPort),
    ),
  };
  const registration = { ...place, ...confirmed, ...(await login()), sshCredential: await sshCredential() };
  process.exitCode = worstOf(await examine(registration, values)) === 'fail' ? 1 : 0;
}

function placeOf(address: string, ssh = '') {
  const { hostname, port, protocol } = new URL(address.includes('://') ? address : `https://${address}`);
  if (protocol !== 'https:') throw new Error('The address begins with https://.');
  const host = hostname.replace(/^\[|\]$/g, '');
  const parts = /^(?:([^@]+)@)?([^:]*)(?::(\d+))?$/.exec(ssh);
  if (!parts) throw new Error('--ssh looks like root@host:22.');
  const [, user, sshHost, sshPort] = parts;
  return {
    ...{ host, port: Number(port || '8006'), sshUser: user ?? 'root' },
    ...{ sshHost: sshHost || host, sshPort: Number(sshPort ?? '22') },
  };
}

/**
 * Nothing secret is sent to an address before a person, or an option, has said that it is the right one. Where nobody
 * answers there is nothing to confirm: the report says why, and what else there is to say.
 */
async function confirm(
  what: string,
  expected: string | undefined,
  presented: Promise<string>,
): Promise<string> {
  const fingerprint = await presented.catch(() => null);
  if (fingerprint === null) return NOBODY;
  if (expected === fingerprint) return fingerprint;
  if (expected !== undefined)
    throw new Error(`The ${what} fingerprint is ${fingerprint}, not the given one.`);
  process.stdout.write(`${what} fingerprint: ${fingerprint}\n`);
  if ((await ask('Is it the one that the node itself shows? (yes/no) ')) === 'yes') return fingerprint;
  throw new Error(`Not confirmed. Give it with --${what.toLowerCase()}-fingerprint, or answer yes.`);
}

async function login(): Promise<ProxmoxLogin> {
  const { DOCTOR_USER: user, DOCTOR_TOKEN } = process.env;
  if (user) return { user, password: process.env['DOCTOR_PASSWORD'] ?? (await ask('Password: ', true)) };
  const token = DOCTOR_TOKEN ?? (await ask('API token (user@realm!name=secret): ', true));
  const [, tokenId, tokenSecret] = /^([^=]+![^=]+)=(.+)$/.exec(token) ?? [];
  if (!tokenId || !tokenSecret) throw new Error('A token looks like user@realm!name=secret.');
  return { tokenId, tokenSecret };
}

async function sshCredential(): Promise<NodeRegistration['sshCredential']> {
  const { DOCTOR_SSH_KEY_FILE: file, DOCTOR_SSH_PASSWORD: password } = process.env;
  if (file) return { kind: 'private-key', value: readFileSync(file, 'utf8') };
  return { kind: 'password', value: password ?? (await ask('SSH password: ', true)) };
}

async function ask(question: string, hidden = false): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Error('There is no terminal to ask at; see --help for what to give instead.');
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  process.stdout.write(question);
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? silent : process.stdout,
    terminal: true,
  });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    if (hidden) process.stdout.write('\n');
  }
}

type Wishes = {
  readonly [Name in 'storage' | 'bridge' | 'template' | 'memory' | 'disk']?: string | undefined;
};

async function examine(registration: NodeRegistration, wishes: Wishes): Promise<Check[]> {
  const ssh = sshConnection(registration);
  const host = new SshNodeHost(ssh);
  const first = new ProxmoxClient(registration, '');
  const kind = 'tokenId' in registration ? ('token' as const) : ('password' as const);
  const name = await first.clusterStatus().then(
    ({ node }) => node,
    () => null,
  );
  const api = new ProxmoxClient(registration, name ?? '');
  try {
    const report = await reportOn({ ...registration, name, login: { kind } }, { api, host });
    show('The node', report);
    if (name === null) return report;
    const spec = await specFor(api, wishes);
    const checks = checksOf(await lookAround({ api, host }, spec, AbortSignal.timeout(LIMIT_MS)), spec, null);
    show(`A container on ${spec.storage} and ${spec.network.bridge}, from ${spec.osTemplate}`, checks);
    return [...report, ...checks];
  } finally {
    first.close();
    api.close();
    await ssh.close();
  }
}

function amount(name: 'memory' | 'disk', wishes: Wishes, otherwise: number): number {
  const value = wishes[name] ?? String(otherwise);
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`--${name} takes a whole number.`);
  return Number(value);
}

/** A small container on what the node has, unless something else is wished for. */
async function specFor(api: ProxmoxClient, wishes: Wishes): Promise<ContainerSpec> {
  const [storages, bridges] = await Promise.all([
    api.storages().catch(() => []),
    api.bridges().catch(() => []),
  ]);
  const [roomiest] = storages
    .filter(({ holdsContainers }) => holdsContainers)
    .sort((a, b) => b.free - a.free);
  return completeSpec({
    ...{ hostname: 'doctor', nodeId: '', vmid: null, osTemplate: wishes.template ?? 'debian-12-standard' },
    ...{ cores: 1, memory: amount('memory', wishes, 512), swap: 0, disk: amount('disk', wishes, 4) },
    ...{ storage: wishes.storage ?? roomiest?.name ?? 'local', unprivileged: true, nesting: true },
    network: {
      bridge: wishes.bridge ?? bridges[0]?.name ?? 'vmbr0',
      ipv4: 'dhcp',
      gateway: null,
      vlan: null,
    },
    ...{ startOnBoot: false, tags: [], sshKeys: [], rootPasswordSecret: null },
    ...{ template: null, packageGroups: [], scripts: [], files: [] },
  });
}

function show(title: string, checks: readonly Check[]): void {
  const lines = checks.map(({ title: what, state, detail, remedy }) => {
    const hint = remedy === null ? '' : `\n    → ${remedy}`;
    return `  ${MARKS[state]} ${what}: ${detail}${hint}`;
  });
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
