// Fails the build when the client has become too heavy: what a browser loads before it shows anything, and what it loads
// for the container list, in bytes on the wire (brotli).
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const KB = 1000;
const BUDGETS = { shell: 150 * KB, list: 200 * KB };
/** Stands in the chunk that the route of the container list loads. */
const LIST_MARKER = 'ih-container-list';

const folder = process.argv[2];
const text = (name) => readFileSync(join(folder, name), 'utf8');

function wireBytes(name) {
  const path = join(folder, name);
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

/** A file with everything that it imports at once, added to `files`. */
function withImports(name, files) {
  if (files.has(name)) return files;
  files.add(name);
  if (!name.endsWith('.js')) return files;
  const imports = text(name).matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g);
  for (const [, imported] of imports) withImports(imported, files);
  return files;
}

function check(what, files, budget) {
  const bytes = [...files].reduce((sum, name) => sum + wireBytes(name), 0);
  const kept = bytes <= budget;
  process.stderr.write(
    `${kept ? '' : 'Too heavy: '}${what}: ${(bytes / KB).toFixed(1)} kB of ${budget / KB} kB on the wire\n`,
  );
  return kept;
}

const referenced = text('index.html').matchAll(/(?:src|href)="([\w-]+\.(?:js|css))"/g);
const shell = new Set(['index.html']);
for (const [, name] of referenced) withImports(name, shell);
const entry = readdirSync(folder).find((name) => name.endsWith('.js') && text(name).includes(LIST_MARKER));
if (!entry) throw new Error(`No chunk holds ${LIST_MARKER}.`);
const list = withImports(entry, new Set(shell));
const kept = [check('The shell', shell, BUDGETS.shell), check('The container list', list, BUDGETS.list)];
if (kept.includes(false)) process.exit(1);
