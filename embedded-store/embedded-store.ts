import { randomBytes, timingSafeEqual } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Metadata } from '@grpc/grpc-js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Certificate } from './certificate.js';
import { certificateOf } from './certificate.js';
import { DataDirectory } from './data-directory.js';
import { EventLog } from './log/event-log.js';
import type { Durability } from './log/database.js';
import { MonitoringService, ServerFeaturesService } from './protocol/generated.js';
import { HealthService, healthService } from './protocol/health.js';
import { monitoringService } from './protocol/monitoring.js';
import { serverFeatures } from './protocol/server-features.js';
import { StreamsDefinition, streamsService } from './protocol/streams-service.js';

const USER = 'admin';
const GRACE_MS = 500;
const UPKEEP_INTERVAL_MS = 60_000;
/** Above the limit of an append, so that a too large one gets its proper answer; the client sends pieces of 3 MiB. */
const MAX_MESSAGE_BYTES = 8 * 1_048_576;

export interface EmbeddedStore {
  /** Connection string for `@eventstore/db-client`. Holds the password: never log it. */
  readonly url: string;
  readonly port: number;
  /** The file that tells the connection string to the owner of the data directory. */
  readonly connectionFile: string;
  /** Removes from the disk what is not shown any more; happens by itself every minute. */
  scavenge(): Promise<void>;
  /** Ends all calls, finishes what was accepted and releases the data directory. */
  stop(): Promise<void>;
}

/**
 * Starts the store over a data directory, on loopback with TLS. Throws with one clear sentence when the directory
 * cannot be used.
 * @param options.port 0 for the port used last time if it is free, else any free one
 */
export async function startEmbeddedStore(options: {
  dataDir: string;
  port: number;
  durability?: Durability;
}): Promise<EmbeddedStore> {
  const directory = new DataDirectory(options.dataDir);
  let log: EventLog | null = null;
  try {
    log = new EventLog(directory.eventsFile, options.durability);
    return await serve(directory, log, options.port);
  } catch (error) {
    await log?.close();
    directory.release();
    throw error;
  }
}

async function serve(directory: DataDirectory, log: EventLog, wantedPort: number): Promise<EmbeddedStore> {
  const previous = directory.previousConnection();
  const password = previous.password ?? randomBytes(24).toString('base64url');
  const certificate = await certificateOf(directory);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  const mayUse = passwordCheck(password);
  server.addService(StreamsDefinition, streamsService(log, mayUse, closing.signal));
  server.addService(MonitoringService, monitoringService(log, mayUse, closing.signal));
  server.addService(ServerFeaturesService, serverFeatures());
  server.addService(HealthService, healthService(log));
  const port = await bind(server, wantedPort, previous.port ?? 0, certificate);
  const url = `esdb://${USER}:${password}@localhost:${port}?tls=true&tlsCAFile=${encodeURIComponent(certificate.file)}`;
  directory.write('connection.json', JSON.stringify({ url, port, password, pid: process.pid }));
  const upkeep = () => {
    void log.scavenge();
    void log.patrol();
  };
  upkeep();
  const upkeepTimer = setInterval(upkeep, UPKEEP_INTERVAL_MS);
  return {
    url,
    port,
    connectionFile: directory.connectionFile,
    scavenge: () => log.scavenge(),
    async stop() {
      clearInterval(upkeepTimer);
      closing.abort();
      await shutDown(server);
      await log.close();
      directory.release();
    },
  };
}

/** Lets the calls end properly, but does not wait for clients that keep their connection. */
async function shutDown(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    server.tryShutdown(() => {
      resolve();
    });
  });
  await Promise.race([ended, delay(GRACE_MS, undefined, { ref: false })]);
  server.forceShutdown();
}

function passwordCheck(password: string): (metadata: Metadata) => boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${USER}:${password}`).toString('base64')}`);
  return (metadata) => {
    const given = Buffer.from(String(metadata.get('authorization')[0] ?? ''));
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

/** Binds to the first of the ports that is free; keeping the port of last time keeps connection strings valid. */
async function bind(
  server: Server,
  wanted: number,
  previous: number,
  { certificate, key }: Certificate,
): Promise<number> {
  const credentials = ServerCredentials.createSsl(null, [
    { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) },
  ]);
  let reason = '';
  for (const port of wanted === 0 ? [previous, 0] : [wanted]) {
    const bound = await new Promise<number | Error>((resolve) => {
      server.bindAsync(`127.0.0.1:${port}`, credentials, (error, actual) => {
        resolve(error ?? actual);
      });
    });
    if (typeof bound === 'number') return bound;
    reason = bound.message;
  }
  throw new Error(`The event store cannot listen on port ${wanted}: ${reason}`);
}
