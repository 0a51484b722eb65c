import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { StoreProcesses } from './store-process.js';

const processes = new StoreProcesses();
const SUBSCRIBERS = 16;
const APPENDS = 30;
const MEBIBYTE = 1_048_576;

const residentBytes = (pid: number) =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
const large = () => jsonEvent({ type: 'Large', data: { text: 'x'.repeat(900_000) } });

describe('subscribers that take nothing (their cost is read from /proc, on Linux only)', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux(
    'should cost the store next to no memory, and find everything on the disk when they go on',
    async () => {
      const { child, url } = await processes.start(processes.freshFolder());
      const reader = EventStoreDBClient.connectionString(url);
      const writer = EventStoreDBClient.connectionString(url);
      const append = async (count: number) => {
        for (let n = 0; n < count; n++) await writer.appendToStream('large', large());
      };
      await append(1);
      const subscriptions = Array.from({ length: SUBSCRIBERS }, () => reader.subscribeToStream('large'));
      await Promise.all(subscriptions.map((subscription) => once(subscription, 'confirmation')));
      // Each is behind by more than the store keeps for it, …
      await append(APPENDS);
      const before = residentBytes(child.pid!);
      await append(APPENDS);
      // … so what comes then is for the disk. Kept in memory, it would be 450 MB.
      expect(residentBytes(child.pid!) - before).toBeLessThan(160 * MEBIBYTE);
      const seen: bigint[] = [];
      for await (const { event } of subscriptions[0]!) {
        seen.push(event!.revision);
        if (seen.length === 2 * APPENDS + 1) break;
      }
      expect(seen).toEqual(Array.from({ length: 2 * APPENDS + 1 }, (_value, index) => BigInt(index)));
      await reader.dispose();
      await writer.dispose();
    },
  );
});
