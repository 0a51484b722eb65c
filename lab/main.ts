import { BadFault } from './faults/parse-fault.js';
import { readFaultFile } from './faults/scenarios.js';
import { credentials } from './credentials.js';
import type { LabFile } from './description.js';
import { startLab } from './lab.js';
import type { Lab } from './lab.js';
import { HELP, UsageError, parseCommandLine } from './options.js';
import type { CommandLine } from './options.js';

const IDLE_CHECK_MS = 5000;

async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2), process.env);
  if (!options) {
    process.stdout.write(HELP);
    return;
  }
  const { dataDir, runtime, nodes: count } = options;
  const faults = options.faultFiles.flatMap((path) => readFaultFile(path));
  const lab = await startLab({ dataDir, runtime, nodes: count, faults });
  const stop = stopOnce(lab);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.once('disconnect', () => {
    endWhenIdle(lab, options, stop);
  });
  // A launcher that died while the lab was starting left no event behind.
  if (process.send && !process.connected) endWhenIdle(lab, options, stop);
  announce(lab.description);
  process.send?.({ type: 'ready', file: lab.file });
}

function announce({ nodes, simulatedBecause, admin }: LabFile): void {
  const names = nodes.map((node) => node.name).join(', ');
  const note =
    simulatedBecause === null ? '' : ` Nothing is executed in its containers: ${simulatedBecause}.`;
  say(`The lab is ready: ${names}.${note}`);
  // What opens it goes to a terminal only, and not into a log.
  const key = process.stdout.isTTY ? `#${admin.secret}` : ' (the secret is in lab.json)';
  say(`Make things go wrong in it: ${admin.url}/${key}`);
  // Started by a launcher, that one reads lab.json.
  if (!process.send) say(credentials(nodes));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function stopOnce(lab: Lab): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    lab.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        fail(error);
      },
    );
  };
}

/** Like a Proxmox host, the lab goes on without its launcher; unlike one, not for ever. */
function endWhenIdle(lab: Lab, { lingerMinutes }: CommandLine, stop: () => void): void {
  const limit = lingerMinutes * 60_000;
  setInterval(
    () => {
      if (lab.idleMs() >= limit) stop();
    },
    Math.min(IDLE_CHECK_MS, limit),
  );
}

function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(error instanceof UsageError || error instanceof BadFault ? 2 : 1);
}

// Whoever reads the output may be gone before this process is.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
main().catch(fail);
