import { Launcher } from './launcher.js';
import { ProcessEnded } from './managed-process.js';
import { LAUNCHER_HELP, parseLauncherOptions } from './options.js';

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) {
    throw new Error(
      `Infrahaus runs on Node 24 or newer; this is ${process.versions.node}. Install Node 24 first.`,
    );
  }
  const options = parseLauncherOptions(process.argv.slice(2), process.env);
  if (options.help) {
    say(LAUNCHER_HELP);
    Launcher.printServerHelp();
    return;
  }
  const launcher = new Launcher(options, say, (exitCode) => process.exit(exitCode));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void launcher.stop(0));
  }
  // From `npm run dev`, after a build.
  process.on('message', (message) => {
    if (message === 'restart-server') launcher.restartServer().catch(() => launcher.stop(1));
  });
  try {
    await launcher.start();
  } catch (error) {
    // A part that ended by itself has already said why.
    if (!(error instanceof ProcessEnded)) say(error instanceof Error ? error.message : String(error));
    await launcher.stop(1);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
