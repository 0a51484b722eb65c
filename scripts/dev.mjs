// npm run dev: everything as with npm start, reloading by itself. A change of the server's sources is compiled and the
// server restarted (store and lab go on); the client is served by Angular's development server, which hands API calls on.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules');
const SETTLED_MS = 400;
const { values } = parseArgs({ options: { port: { type: 'string' } }, strict: false });
const PORT = values.port ?? process.env.INFRAHAUS_PORT ?? '3000';
const children = new Set();
let ending = false;

/** In a process group of its own: Ctrl-C reaches only this script, which ends the parts in order. */
function start(file, args, stdio) {
  const env = { ...process.env, INFRAHAUS_PORT: PORT };
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio, env, detached: true });
  children.add(child);
  child.on('exit', (code) => {
    children.delete(child);
    if (!ending) void end(code ?? 1);
  });
  return child;
}

async function end(code) {
  if (ending) return;
  ending = true;
  const ended = [...children].map((child) => new Promise((resolve) => child.on('exit', resolve)));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(ended);
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));

const output = ['ignore', 'inherit', 'inherit'];
const product = start('dist/launcher/main.js', process.argv.slice(2), [...output, 'ipc']);
const compiler = ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'];
start(join(BIN, 'typescript/bin/tsc'), compiler, output);
start(join(BIN, '@angular/cli/bin/ng.js'), ['serve'], output);

let settled;
for (const folder of ['dist/server', 'dist/schema']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(settled);
    settled = setTimeout(() => product.connected && product.send('restart-server'), SETTLED_MS);
  });
}
