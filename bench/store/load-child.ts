import { once } from 'node:events';
import { EventStoreDBClient, START } from '@eventstore/db-client';

// Subscriptions, 100 to a connection, and one large read after another.

const [url = '', count = '0', large = ''] = process.argv.slice(2);
const PER_CONNECTION = 100;
const clients = Array.from({ length: Math.ceil(Number(count) / PER_CONNECTION) }, () =>
  EventStoreDBClient.connectionString(url),
);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(1));
await Promise.all(
  clients.flatMap((client, c) =>
    Array.from({ length: PER_CONNECTION }, (_value, n) => {
      const stream = `watched-${String(c * PER_CONNECTION + n)}`;
      const subscription = client.subscribeToStream(stream, { fromRevision: START });
      subscription.on('data', () => undefined);
      return once(subscription, 'confirmation');
    }),
  ),
);
const reader = EventStoreDBClient.connectionString(url);
let first = true;
for (;;) {
  for await (const { event } of reader.readStream(large)) {
    if (first && event) process.send?.({ reading: true });
    first = false;
  }
}
