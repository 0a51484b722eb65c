import type { ReadyMessage } from './launcher-link.js';
import { serveLauncher } from './launcher-link.js';
import type { ServerProcess } from './server-process.js';

const SETUP_FILE = 'setup-url';

/**
 * Says where the server is. The address of the first sign-in holds a one-time code: it goes to a terminal only, or into
 * a file that only this user may read, never into a log.
 */
export async function announce(server: ServerProcess, stop: () => void): Promise<void> {
  const setupCode = await server.setupCode();
  const setupUrl = setupCode === null ? null : `${server.url}/#setup=${setupCode}`;
  const setupFile = writeSetupFile(server, setupUrl);
  if (process.send) {
    const { url, listens } = server;
    const ready: ReadyMessage = { type: 'ready', url, listens, setupCode, setupUrl, setupFile };
    serveLauncher(server, ready, stop);
    return;
  }
  const address = setupUrl !== null && setupFile === null ? setupUrl : server.url;
  process.stdout.write(`Infrahaus is ready: ${address}\n`);
  if (setupFile !== null) process.stdout.write(`The address of the first sign-in is in ${setupFile}\n`);
}

function writeSetupFile(server: ServerProcess, setupUrl: string | null): string | null {
  server.data.remove(SETUP_FILE);
  if (setupUrl === null || process.stdout.isTTY) return null;
  return server.data.writePrivate(SETUP_FILE, `${setupUrl}\n`);
}
