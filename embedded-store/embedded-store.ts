import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Metadata } from '@grpc/grpc-js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { generate } from 'selfsigned';
import { EventLog } from './event-log.js';
import { StreamsService } from './streams-protocol.js';
import { streamsService } from './streams-service.js';

const USER = 'admin';
const SCAVENGE_INTERVAL_MS = 60_000;
/** Events removed per pass, so that a pass never holds up appends for long. */
const SCAVENGE_LIMIT = 10_000;

export interface EmbeddedStore {
  /** Connection string for `@eventstore/db-client`. Holds the password: never log it. */
  readonly url: string;
  readonly port: number;
  /** The file that tells the connection string to the owner of the data directory. */
  readonly connectionFile: string;
  stop(): Promise<void>;
}

/**
 * Starts the store over a data directory, on loopback with TLS. Throws with one clear sentence when the directory
 * cannot be used.
 * @param options.port 0 for the port used last time if it is free, else any free one
 */
export async function startEmbeddedStore(options: { dataDir: string; port: number }): Promise<EmbeddedStore> {
  const { dataDir } = options;
  prepareDirectory(dataDir);
  const lock = holdLock(dataDir);
  try {
    return await start(dataDir, options.port, lock);
  } catch (error) {
    lock.close();
    throw error;
  }
}

async function start(dataDir: string, wantedPort: number, lock: DatabaseSync): Promise<EmbeddedStore> {
  const log = new EventLog(join(dataDir, 'events.sqlite'));
  const previous = readConnection(dataDir);
  const password = previous?.password ?? randomBytes(24).toString('base64url');
  const { certificate, key } = await makeCertificate();
  const certificateFile = join(dataDir, 'tls-ca.pem');
  writeFileSync(certificateFile, certificate, { mode: 0o600 });
  const server = new Server({ 'grpc.max_receive_message_length': 8 * 1_048_576 });
  server.addService(StreamsService, streamsService(log, passwordCheck(password)));
  const credentials = ServerCredentials.createSsl(null, [
    { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) },
  ]);
  const port = await bind(server, wantedPort, previous?.port ?? 0, credentials);
  const query = `tls=true&tlsCAFile=${encodeURIComponent(certificateFile)}`;
  const url = `esdb://${USER}:${password}@localhost:${String(port)}?${query}`;
  const connectionFile = writeConnection(dataDir, { url, port, password, pid: process.pid });
  const scavenger = setInterval(() => log.scavenge(SCAVENGE_LIMIT), SCAVENGE_INTERVAL_MS);
  return { url, port, connectionFile, stop: () => stop(server, scavenger, log, lock) };
}

async function stop(
  server: Server,
  scavenger: NodeJS.Timeout,
  log: EventLog,
  lock: DatabaseSync,
): Promise<void> {
  clearInterval(scavenger);
  // Subscriptions never end by themselves, so a graceful shutdown would wait for ever.
  server.forceShutdown();
  await new Promise((resolve) => setImmediate(resolve));
  log.close();
  lock.close();
}

function prepareDirectory(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
    writeFileSync(join(dataDir, '.writable'), '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The event store cannot write to its data directory ${dataDir}: ${reason}`, {
      cause: error,
    });
  }
}

/** An exclusive transaction that lives as long as the process does, and dies with it however it dies. */
function holdLock(dataDir: string): DatabaseSync {
  const lock = new DatabaseSync(join(dataDir, 'store.lock'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new Error(`Another process is using the event store in ${dataDir}.`, { cause: error });
  }
}

function passwordCheck(password: string): (metadata: Metadata) => boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${USER}:${password}`).toString('base64')}`);
  return (metadata) => {
    const given = Buffer.from(String(metadata.get('authorization')[0] ?? ''));
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

async function makeCertificate(): Promise<{ certificate: string; key: string }> {
  const tenYears = new Date(Date.now() + 3650 * 24 * 3600 * 1000);
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: tenYears,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certificate: cert, key };
}

/** Binds to the first of the ports that is free; keeping the port of last time keeps connection strings valid. */
async function bind(
  server: Server,
  wanted: number,
  previous: number,
  credentials: ServerCredentials,
): Promise<number> {
  const candidates = wanted === 0 ? [previous, 0] : [wanted];
  for (const port of candidates) {
    const bound = await new Promise<number | Error>((resolve) => {
      server.bindAsync(`127.0.0.1:${String(port)}`, credentials, (error, actual) => {
        resolve(error ?? actual);
      });
    });
    if (typeof bound === 'number') return bound;
  }
  throw new Error(`The event store cannot listen on port ${String(wanted)}: it is taken.`);
}

interface Connection {
  readonly url: string;
  readonly port: number;
  readonly password: string;
  readonly pid: number;
}

function readConnection(dataDir: string): Connection | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'connection.json'), 'utf8')) as Connection;
  } catch {
    return null;
  }
}

function writeConnection(dataDir: string, connection: Connection): string {
  const file = join(dataDir, 'connection.json');
  writeFileSync(`${file}.new`, JSON.stringify(connection), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
