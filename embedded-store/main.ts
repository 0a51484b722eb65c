import { parseArgs } from 'node:util';
import { startEmbeddedStore } from './embedded-store.js';

const HELP = `node dist/embedded-store/main.js --data DIR [--port N]

A single-node server of EventStoreDB's streams protocol over SQLite, on 127.0.0.1 with TLS.

  --data DIR   where the events are kept
  --port N     where to listen; 0, the default, for the port of last time or a free one
  --help       this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, port: { type: 'string', default: '0' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const port = Number(values.port);
  if (!values.data) throw new Error('Say where the events are to be kept: --data DIR');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes 0 to 65535.');
  const store = await startEmbeddedStore({ dataDir: values.data, port });
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void store.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (!process.send) {
    process.stdout.write(
      `The event store listens on 127.0.0.1:${store.port} (see ${store.connectionFile}).\n`,
    );
    return;
  }
  // The launcher's channel: when it breaks, the launcher is gone and nobody would stop the store.
  process.on('disconnect', end);
  process.send({ type: 'ready', connectionFile: store.connectionFile });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
