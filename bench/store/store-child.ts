import { startEmbeddedStore } from '../../embedded-store/embedded-store.js';

const [dataDir = '', durability] = process.argv.slice(2);
const began = performance.now();
const store = await startEmbeddedStore({
  dataDir,
  port: 0,
  durability: durability === 'none' ? 'none' : 'full',
});
process.on('SIGTERM', () => void store.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(1));
process.send?.({ url: store.url, openedInMs: performance.now() - began });
