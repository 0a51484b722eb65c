import { settingsHelp } from './settings.js';

const OLDEST_NODE = 24;
const STOP_WITHIN_MS = 8_000;

/** The sentences of these are written for the person who starts the server; anything else shows where it happened. */
const EXPLAINED = [
  'Error',
  'StartProblem',
  'MasterKeyProblem',
  'WrongMasterKey',
  'StoreUnavailable',
  'UnknownEvent',
];

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(
      `Infrahaus runs on Node ${String(OLDEST_NODE)} or newer; this is ${process.versions.node}.`,
    );
  }
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(
      `Settings of the server, as options or environment variables:\n\n${settingsHelp()}\n`,
    );
    return;
  }
  // Loaded only now: an old Node could not even read these.
  const { readEnvironment } = await import('./environment.js');
  const { ServerProcess } = await import('./server-process.js');
  const { announce } = await import('./announcement.js');
  const server = await ServerProcess.start(readEnvironment(args, process.env));
  await announce(
    server,
    stopOnce(() => server.stop()),
  );
}

/** Ends the process once, and in any case: whatever hangs is left behind after eight seconds. */
function stopOnce(stop: () => Promise<void>): () => void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  return end;
}

function fail(error: unknown): void {
  const known = error instanceof Error && EXPLAINED.includes(error.name);
  const text =
    error instanceof Error ? ((known ? error.message : error.stack) ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch(fail);
