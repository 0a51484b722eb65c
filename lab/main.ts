import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  if (options.show) {
    introduce(runningLab(options.dataDir));
    return;
  }
  const { dataDir, runtime, version, nodes: count } = options;
  if (options.versionWarning !== null) say(options.versionWarning);
  const faults = options.faultFiles.flatMap((path) => readFaultFile(path));
  const lab = await startLab({ dataDir, runtime, version, nodes: count, faults, say });
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

function announce(lab: LabFile): void {
  const names = lab.nodes.map((node) => node.name).join(', ');
  const why = lab.simulatedBecause;
  const note = why === null ? '' : ` Nothing is executed in its containers: ${why}.`;
  say(`The lab is ready: ${names}.${note}`);
  // Started by a launcher, that one reads lab.json, and people find the rest with --show.
  if (!process.send) introduce(lab);
}

/** How to reach its nodes, and the page that makes things go wrong. */
function introduce({ nodes, admin }: LabFile): void {
  // What opens it goes to a terminal only, and not into a log.
  const key = process.stdout.isTTY ? `#${admin.secret}` : ' (the secret is in lab.json)';
  say(`Make things go wrong in it: ${admin.url}/${key}`);
  say(credentials(nodes));
}

function runningLab(dataDir: string): LabFile {
  try {
    const lab = JSON.parse(readFileSync(join(dataDir, 'lab.json'), 'utf8')) as LabFile;
    process.kill(lab.pid, 0);
    return lab;
  } catch {
    throw new UsageError(`No lab runs on ${dataDir}. Name its directory with --data, or run npm start.`);
  }
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
