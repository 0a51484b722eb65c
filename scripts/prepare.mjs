// Makes a clone runnable: installs the packages when they are missing or stale, builds when sources are newer.
// Runs on the machine's own Node (20.9 or newer) before `npm start` and `npm test`; the rest runs on the Node 24 that
// the packages bring along.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES_STAMP = join(ROOT, 'node_modules', '.infrahaus-installed');
const PARTS = [
  {
    name: 'server',
    sources: [
      'server/src',
      'embedded-store',
      'lab',
      'launcher',
      'schema',
      'bench',
      'tsconfig.json',
      'tsconfig.build.json',
    ],
    command: ['nest', 'build'],
  },
  {
    name: 'client',
    sources: [
      'client/src',
      'client/public',
      'client/tsconfig.json',
      'schema',
      'angular.json',
      'scripts/compress.mjs',
      'scripts/budget.mjs',
    ],
    command: ['ng', 'build'],
    then: [
      ['node', 'scripts/compress.mjs', 'dist/client/browser'],
      ['node', 'scripts/budget.mjs', 'dist/client/browser'],
    ],
  },
];

const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

function hashFiles(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) visit(join(path, name));
    } else if (!/\.(spec|soak)\.ts$/.test(path)) {
      hash.update(path).update('\0').update(readFileSync(full)).update('\0');
    }
  };
  paths.forEach(visit);
  return hash.digest('hex');
}

const isCurrent = (stamp, hash) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;

function run(command, args, what) {
  const env = { ...process.env, PATH: join(ROOT, 'node_modules', '.bin') + delimiter + process.env.PATH };
  env.NG_CLI_ANALYTICS = 'false';
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env,
    shell: process.platform === 'win32',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status === 0) return;
  say(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`);
  fail(`${what} failed; the messages above tell why.`);
}

function install() {
  const hash = hashFiles(['package-lock.json']);
  if (isCurrent(MODULES_STAMP, hash)) return;
  say('Installing packages (about a minute, once) …');
  run(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-audit', '--no-fund'],
    'npm ci',
  );
  writeFileSync(MODULES_STAMP, hash);
}

function build() {
  for (const part of PARTS) {
    const stamp = join(ROOT, 'dist', `.built-${part.name}`);
    const hash = hashFiles([...part.sources, 'package-lock.json']);
    if (isCurrent(stamp, hash)) continue;
    say(`Building the ${part.name} …`);
    // Without it the compiler would think that files which were removed from dist are still there.
    if (part.name === 'server') rmSync(join(ROOT, 'dist', '.tsbuildinfo'), { force: true });
    run(part.command[0], part.command.slice(1), part.command.join(' '));
    for (const [command, ...args] of part.then ?? []) run(command, args, [command, ...args].join(' '));
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    writeFileSync(stamp, hash);
  }
}

/** Two commands started at once must not install or build over each other. */
async function alone(work) {
  const lock = join(ROOT, '.cache', 'prepare.lock');
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (!holderLives(lock)) rmSync(lock, { force: true });
      else await delay(300);
    }
  }
  const release = () => rmSync(lock, { force: true });
  process.on('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
  work();
}

function holderLives(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  fail(`Infrahaus needs Node 20.9 or newer to install itself; this is ${process.versions.node}.`);
}
await alone(() => {
  install();
  // An image keeps the packages in a layer of their own, which a change of the sources leaves alone.
  if (!process.argv.includes('--install-only')) build();
});
