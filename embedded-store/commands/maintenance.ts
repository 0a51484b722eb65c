import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { backUp, restore, verify } from '../backup.js';
import { copyStreams } from '../copy/copy.js';
import type { StatsResp } from '../protocol/generated.js';
import { monitoring, MonitoringClient } from '../protocol/generated.js';
import { required, say, valuesOf } from './arguments.js';

const SHOWN = 20;
const PATIENCE_MS = 5_000;

/** The environment keeps passwords out of the list of processes, which everybody on the machine can read. */
export async function copy(args: readonly string[]): Promise<void> {
  const values = valuesOf(args, { from: { type: 'string' }, to: { type: 'string' } });
  const from = required(values.from ?? process.env['EVENTSTORE_FROM'], 'Say what to copy: --from URL');
  const to = required(values.to ?? process.env['EVENTSTORE_TO'], 'Say where to copy it: --to URL');
  const result = await copyStreams(from, to, say);
  say(
    `${result.events} events and ${result.tombstones} tombstones copied, ${result.alreadyThere} were there already; ` +
      `${result.streams} streams.`,
  );
  if (result.truncated.size > 0) {
    const names = [...result.truncated].slice(0, SHOWN).join(', ');
    say(
      `${result.truncated.size} streams have lost their beginning in the source: ${result.placeholders} hidden ` +
        `placeholders keep the revisions of what is left (${names}${result.truncated.size > SHOWN ? ', …' : ''}).`,
    );
  }
  if (result.differences.length > 0)
    throw new Error(`The copy is not complete:\n  ${result.differences.join('\n  ')}`);
  say('Source and target are the same.');
}

export function backup(args: readonly string[]): void {
  const values = valuesOf(args, { data: { type: 'string' }, to: { type: 'string' } });
  const dataDir = required(values.data, 'Say where the events are: --data DIR');
  const file = required(values.to, 'Say where to write the backup: --to FILE');
  const { events, bytes } = backUp(dataDir, file);
  say(`${events} events are in ${file} (${bytes} bytes).`);
}

export function restoreBackup(args: readonly string[]): void {
  const values = valuesOf(args, {
    from: { type: 'string' },
    data: { type: 'string' },
    replace: { type: 'boolean', default: false },
  });
  const file = required(values.from, 'Say which backup: --from FILE');
  const dataDir = required(values.data, 'Say where the events are to be kept: --data DIR');
  const { events } = restore(file, dataDir, values.replace);
  say(`${events} events are restored in ${dataDir}.`);
}

/** Compares every event with its checksum, also while the store runs; fails if one is damaged. */
export function verifyStore(args: readonly string[]): void {
  const values = valuesOf(args, { data: { type: 'string' } });
  const dataDir = required(values.data, 'Say where the events are: --data DIR');
  const { events, damaged } = verify(dataDir);
  for (const { message } of damaged.slice(0, SHOWN)) say(message);
  if (damaged.length > 0) throw new Error(`${damaged.length} of ${events} events are damaged.`);
  say(`${events} events are as they were stored.`);
}

/** Prints the counters of a running store; fails if it does not answer, or cannot read and write. */
export async function status(args: readonly string[]): Promise<void> {
  const values = valuesOf(args, { data: { type: 'string' } });
  const dataDir = required(values.data, 'Say where the events are: --data DIR');
  const stats = await statsOf(dataDir);
  for (const [name, value] of stats.getStatsMap().toArray()) say(`${name.padEnd(24)}${value}`);
  if (stats.getStatsMap().get('healthy') !== 'true') throw new Error('The event store is not healthy.');
}

async function statsOf(dataDir: string): Promise<StatsResp> {
  const client = EventStoreDBClient.connectionString(urlIn(dataDir));
  try {
    const request = new monitoring.StatsReq().setRefreshTimePeriodInMs('60000');
    const call = await client['execute'](MonitoringClient, 'status', (grpc) =>
      Promise.resolve(grpc.stats(request, ...client['callArguments']({ deadline: PATIENCE_MS }))),
    );
    for await (const response of call) {
      call.cancel();
      return response as StatsResp;
    }
    throw new Error('no answer');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The event store in ${dataDir} does not answer: ${reason}`, { cause: error });
  } finally {
    (await client['getChannel']()).close();
  }
}

function urlIn(dataDir: string): string {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dataDir, 'connection.json'), 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'url' in parsed) return String(parsed.url);
  } catch {
    // The sentence below says it.
  }
  throw new Error(`There is no event store in ${dataDir}.`);
}
