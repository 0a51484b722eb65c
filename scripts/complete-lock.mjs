// Adds the optional platform packages that the registry did not offer when the lock file was made.
//
// Packages such as @swc/core list one optional dependency per platform. Where one of them is missing from the
// registry, npm leaves it out of the lock file and `npm ci` then refuses the lock on every machine. A stub entry
// with the wanted version and the platform it is for satisfies npm; it is never installed on another platform.
//
// Run after each change of dependencies: npm install && node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const OS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'aix',
  'netbsd',
  'openbsd',
  'sunos',
];
const CPU = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));

function isLocked(owner, name) {
  for (let path = owner; ; path = path.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (lock.packages[`${path ? `${path}/` : ''}node_modules/${name}`]) return true;
    if (!path) return false;
  }
}

/** The platform that a package's name tells, as npm's `os` and `cpu` fields want it. */
function platformOf(name) {
  const words = name.replace(/^@[^/]+\//, '').split(/[-.]/);
  const os = OS.find((o) => words.includes(o)) ?? (words.includes('windows') ? 'win32' : undefined);
  const cpu = CPU.find((c) => words.includes(c)) ?? (words.includes('aarch64') ? 'arm64' : undefined);
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os ? { os: [os] } : {}) };
}

let added = 0;
for (const [owner, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(owner, name)) continue;
    const platform = platformOf(name);
    if (!platform.cpu && !platform.os) continue;
    const path = `node_modules/${name}`;
    lock.packages[path] = {
      version: range.replace(/^[^\d]*/, ''),
      ...platform,
      dev: entry.dev,
      optional: true,
    };
    added++;
  }
}

if (added > 0) {
  const root = lock.packages[''];
  const rest = Object.entries(lock.packages).filter(([path]) => path !== '');
  rest.sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = { '': root, ...Object.fromEntries(rest) };
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} platform packages added to package-lock.json`);
