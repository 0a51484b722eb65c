import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { Setting, SettingName } from './settings.js';
import { SETTINGS } from './settings.js';

/** Why the server cannot start, in one sentence for the person who starts it. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

export type Role = 'api' | 'worker' | 'all';
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** The validated configuration of one process. */
export interface Environment {
  /** 0 for a free one. */
  readonly port: number;
  readonly bind: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly eventStoreUrl: string;
  readonly role: Role;
  readonly publicUrl: URL | null;
  readonly trustedProxies: readonly string[];
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Base64, as it was given; null means the file in the data directory. */
  readonly masterKey: string | null;
  readonly workerConcurrency: number;
  /** Seconds. */
  readonly workerLease: number;
  readonly nodeConcurrency: number;
  /** Minutes by phase. */
  readonly phaseLimits: ReadonlyMap<string, number>;
  /** Minutes. */
  readonly scriptLimit: number;
  /** Seconds. */
  readonly proxmoxReadTimeout: number;
  /** Seconds. */
  readonly proxmoxChangeTimeout: number;
  /** Milliseconds. */
  readonly retryPause: number;
  /** Seconds. */
  readonly cancelWithin: number;
  /** Minutes. */
  readonly silentAfter: number;
  readonly maxSocketsPerAccount: number;
  /** Absolute; null for no trace. */
  readonly proxmoxTrace: string | null;
  readonly logLevel: LogLevel;
}

const STANDARD_PORT = 3000;

type Variables = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<SettingName, string | null>>;

/** Reads and checks all settings; an option goes before its environment variable. Throws `StartProblem`. */
export function readEnvironment(args: readonly string[], variables: Variables): Environment {
  const values = valuesOf(args, variables);
  const environment = {
    port: portOf(values),
    bind: addressOf(values.bind ?? ''),
    dataDir: resolve(values.dataDir ?? ''),
    eventStoreUrl: eventStoreUrlOf(values),
    role: choice('role', values.role, ['api', 'worker', 'all']),
    publicUrl: publicUrlOf(values.publicUrl),
    trustedProxies: listOf(values.trustedProxies).map(proxyOf),
    tls: tlsOf(values),
    masterKey: values.masterKey,
    workerConcurrency: wholeNumber('workerConcurrency', values.workerConcurrency, 1, 100),
    workerLease: wholeNumber('workerLease', values.workerLease, 1, 300),
    nodeConcurrency: wholeNumber('nodeConcurrency', values.nodeConcurrency, 1, 100),
    phaseLimits: phaseLimitsOf(values),
    scriptLimit: wholeNumber('scriptLimit', values.scriptLimit, 1, 240),
    proxmoxReadTimeout: wholeNumber('proxmoxReadTimeout', values.proxmoxReadTimeout, 1, 120),
    proxmoxChangeTimeout: wholeNumber('proxmoxChangeTimeout', values.proxmoxChangeTimeout, 1, 300),
    retryPause: wholeNumber('retryPause', values.retryPause, 10, 60_000),
    cancelWithin: wholeNumber('cancelWithin', values.cancelWithin, 1, 3_600),
    silentAfter: wholeNumber('silentAfter', values.silentAfter, 1, 1_440),
    maxSocketsPerAccount: wholeNumber('maxSocketsPerAccount', values.maxSocketsPerAccount, 1, 100_000),
    proxmoxTrace: values.proxmoxTrace === null ? null : resolve(values.proxmoxTrace),
    logLevel: choice('logLevel', values.logLevel, ['error', 'warn', 'info', 'debug']),
  } satisfies Environment;
  refuseOpenDoor(environment);
  return environment;
}

/** Whether only programs on this machine can reach an address. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

function valuesOf(args: readonly string[], variables: Variables): Values {
  const options = parseOptions(args);
  const entries = Object.entries(SETTINGS).map(([name, setting]: [string, Setting]) => {
    const given = (setting.option === null ? undefined : options[setting.option]) ?? variables[setting.env];
    return [name, given === undefined || given === '' ? setting.default : given] as const;
  });
  return Object.fromEntries(entries) as Values;
}

function parseOptions(args: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options: ParseArgsConfig['options'] = {};
  for (const { option } of Object.values(SETTINGS)) {
    if (option !== null) options[option] = { type: 'string' };
  }
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return values as Record<string, string | undefined>;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split(/\.\s/);
    throw new StartProblem(`${reason}. See --help for the settings.`);
  }
}

/** A worker that was not told a port takes a free one: it usually runs beside a server. */
function portOf(values: Values): number {
  if (values.port === null) return values.role === 'worker' ? 0 : STANDARD_PORT;
  return wholeNumber('port', values.port, 0, 65_535);
}

function eventStoreUrlOf(values: Values): string {
  const url = values.eventStoreUrl ?? urlInFile(values.eventStoreUrlFile);
  if (url === null) {
    throw new StartProblem(
      'Set EVENTSTORE_URL to the event store to use, or start everything with npm start.',
    );
  }
  if (!/^(esdb|kurrentdb|kurrent)(\+discover)?:\/\/[^/]/.test(url)) {
    throw new StartProblem('EVENTSTORE_URL must look like esdb://user:password@host:2113?tls=true.');
  }
  return url;
}

function urlInFile(file: string | null): string | null {
  if (file === null) return null;
  try {
    const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url?: unknown };
    if (typeof url === 'string') return url;
  } catch {
    // The sentence below says all: the file's content may hold a password.
  }
  throw new StartProblem(
    `EVENTSTORE_URL_FILE names ${file}, which is not a readable JSON file {"url": "…"}.`,
  );
}

function publicUrlOf(text: string | null): URL | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username)
    return url;
  throw invalid('publicUrl', 'an address without path, for example https://infrahaus.example.org');
}

function tlsOf(values: Values): Environment['tls'] {
  const { tlsCert, tlsKey } = values;
  if (tlsCert === null && tlsKey === null) return null;
  if (tlsCert === null || tlsKey === null) {
    throw new StartProblem('TLS needs both --tls-cert and --tls-key.');
  }
  return { cert: pem('tlsCert', tlsCert), key: pem('tlsKey', tlsKey) };
}

function pem(name: SettingName, file: string): string {
  const text = readText(file);
  const option = SETTINGS[name].option ?? '';
  if (text === null) throw new StartProblem(`--${option}: ${file} cannot be read.`);
  if (!text.includes('-----BEGIN ')) throw new StartProblem(`--${option}: ${file} is not in PEM format.`);
  return text;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function refuseOpenDoor(environment: Environment): void {
  if (isLoopback(environment.bind) || environment.role === 'worker' || environment.tls) return;
  if (environment.publicUrl?.protocol === 'https:' && environment.trustedProxies.length > 0) return;
  throw new StartProblem(
    `Listening on ${environment.bind} without encryption would send passwords in clear: ` +
      'set --tls-cert and --tls-key, or --public-url https://… together with --trusted-proxies.',
  );
}

function addressOf(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (address === 'localhost' || isIP(address) !== 0) return address;
  throw invalid('bind', 'an IP address, for example 127.0.0.1 or 0.0.0.0');
}

function proxyOf(text: string): string {
  const [address = '', prefix] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  const valid =
    isIP(address) !== 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && +prefix <= bits));
  if (valid) return text;
  throw invalid('trustedProxies', 'IP addresses or networks separated by commas, for example 10.0.0.0/8');
}

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

function phaseLimitsOf({ phaseLimits }: Values): ReadonlyMap<string, number> {
  const pairs = listOf(phaseLimits).map((text) => /^([a-z]{1,20})=([1-9]\d{0,4})$/.exec(text));
  if (pairs.includes(null)) throw invalid('phaseLimits', 'phase=minutes, separated by commas');
  return new Map(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]));
}

function wholeNumber(name: SettingName, text: string | null, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text ?? '') ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw invalid(name, `a whole number from ${String(min)} to ${String(max)}`);
}

function choice<T extends string>(name: SettingName, text: string | null, choices: readonly T[]): T {
  const chosen = choices.find((one) => one === text);
  if (chosen !== undefined) return chosen;
  throw invalid(name, `one of ${choices.join(', ')}`);
}

function invalid(name: SettingName, expected: string): StartProblem {
  const { env, option }: Setting = SETTINGS[name];
  return new StartProblem(`${option === null ? env : `--${option} (${env})`} must be ${expected}.`);
}
