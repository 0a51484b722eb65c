import { startEmbeddedStore } from '../embedded-store.js';
import { required, say, valuesOf } from './arguments.js';

/** Runs the store until it is told to end. */
export async function serve(args: readonly string[]): Promise<void> {
  const values = valuesOf(args, { data: { type: 'string' }, port: { type: 'string', default: '0' } });
  const port = Number(values.port);
  const dataDir = required(values.data, 'Say where the events are to be kept: --data DIR');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes 0 to 65535.');
  const store = await startEmbeddedStore({ dataDir, port });
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void store.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (!process.send) {
    say(`The event store listens on 127.0.0.1:${store.port} (see ${store.connectionFile}).`);
    return;
  }
  // The launcher's channel: when it breaks, the launcher is gone and nobody would stop the store.
  process.on('disconnect', end);
  process.send({ type: 'ready', connectionFile: store.connectionFile });
}
