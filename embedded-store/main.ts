import { backup, copy, restoreBackup, status, verifyStore } from './commands/maintenance.js';
import { say } from './commands/arguments.js';
import { serve } from './commands/serve.js';

const HELP = `eventstore: a single-node server of EventStoreDB's streams protocol over SQLite, on 127.0.0.1 with TLS

  eventstore --data DIR [--port N]
      serves the events in DIR; port 0, the default, is the port of last time or a free one
  eventstore copy --from URL --to URL
      copies all streams from one EventStoreDB or embedded store to another, and compares them; run it again to go on
      after an interruption or to take over what has come since. URL is a connection string or the connection.json of an
      embedded store; EVENTSTORE_FROM and EVENTSTORE_TO stand in for the options.
  eventstore backup --data DIR --to FILE
      writes all events to FILE while the store goes on
  eventstore restore --from FILE --data DIR [--replace]
      puts a backup into DIR; --replace puts aside what is there
  eventstore status --data DIR
      prints the counters of the running store; exit code 1 if it is not healthy
  eventstore verify --data DIR
      compares every event with its checksum, also while the store runs; exit code 1 if one is damaged
  eventstore --help
      this text
`;

async function main(): Promise<void> {
  const [command = '', ...args] = process.argv.slice(2);
  if (process.argv.includes('--help')) {
    say(HELP.trimEnd());
    return;
  }
  switch (command) {
    case 'copy':
      return copy(args);
    case 'backup':
      backup(args);
      return;
    case 'restore':
      restoreBackup(args);
      return;
    case 'status':
      return status(args);
    case 'verify':
      verifyStore(args);
      return;
    default:
      if (command !== '' && !command.startsWith('-'))
        throw new Error('There is no such command (see eventstore --help).');
      return serve(process.argv.slice(2));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
