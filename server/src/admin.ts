import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Administrator } from './accounts/administrator.js';
import { PasswordHasher } from './accounts/password-hasher.js';
import type { Environment } from './environment.js';
import { readEnvironment } from './environment.js';
import { CommandHandling } from './event-store/command-handling.js';
import { EsdbEventStore } from './event-store/esdb-event-store.js';

const HELP = `npm run admin -- reset

Makes a new one-time code, valid for 15 minutes, with which a new administrator's password can be set. Works on the
machine itself, while Infrahaus is running.
`;

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const command = given.find((arg) => !arg.startsWith('-'));
  const args = given.filter((arg) => arg !== command);
  if (command !== 'reset') {
    process.stdout.write(HELP);
    if (command !== undefined && command !== 'help') process.exitCode = 1;
    return;
  }
  const environment = readEnvironment(args, process.env);
  tell(environment, `/#setup=${await newCode(environment.eventStoreUrl)}`);
}

async function newCode(eventStoreUrl: string): Promise<string> {
  const store = new EsdbEventStore(eventStoreUrl);
  try {
    const administrator = new Administrator(new CommandHandling(store), new PasswordHasher());
    await administrator.ensure();
    return await administrator.issueSetupCode(Date.now());
  } finally {
    await store.close();
  }
}

/** To a terminal only: what is not one may be a log. */
function tell({ publicUrl, dataDir }: Environment, fragment: string): void {
  const address = `${publicUrl?.origin ?? ''}${fragment}`;
  if (process.stdout.isTTY) {
    process.stdout.write(
      `Open the address of Infrahaus with this behind it, within 15 minutes: ${address}\n`,
    );
    return;
  }
  const file = join(dataDir, 'reset-code');
  rmSync(file, { force: true });
  writeFileSync(file, `${address}\n`, { mode: 0o600, flag: 'wx' });
  process.stdout.write(`What to put behind the address of Infrahaus, within 15 minutes, is in ${file}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
