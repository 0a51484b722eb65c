// npm test: every check and suite, one after another, then one line with the sum. Nothing is skipped silently.
//
//   npm test                     everything
//   npm test -- check unit       only these stages
//   npm run test:lxc             real containers; root on Debian or Ubuntu
//   npm run test:soak            what takes too long for every time
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Jest's own workers take a few seconds to go after the report, on a busy machine more. */
const AFTER_REPORT_MS = 60_000;
const JEST = 'node_modules/jest/bin/jest.js';
const scratch = mkdtempSync(join(tmpdir(), 'infrahaus-test-'));
/** What was skipped, by titles that say why. */
const skips = [];
const total = { passed: 0, failed: 0 };

const check = (name, ...command) => ({ kind: 'check', name, command });
const suite = (name, ...args) => ({ kind: 'suite', name, args });
const GIB = 2 ** 30;
/** These suites wait (for disks, tasks, other processes) far more than they compute: more workers than cores, if memory allows. */
const workers = (most) => `--maxWorkers=${Math.max(1, Math.min(most, Math.floor(totalmem() / GIB)))}`;
const STAGES = {
  check: [
    check('format', 'prettier', '--check', '--log-level', 'warn', '.'),
    check('lint', 'eslint', '--max-warnings', '0', '.'),
    check('types', 'tsc', '-p', 'tsconfig.json'),
    check('types of the client', 'tsc', '-p', 'client/tsconfig.spec.json', '--noEmit'),
    check('unused code and packages', 'knip'),
    check('generated types are current', 'node', 'scripts/check-codegen.mjs'),
  ],
  unit: [suite('unit'), suite('client')],
  integration: [suite('integration', workers(4))],
  e2e: [suite('e2e', workers(3))],
  lxc: [suite('lxc', '--maxWorkers=1')],
  soak: [suite('soak', '--maxWorkers=1')],
};
const DEFAULT_STAGES = ['check', 'unit', 'integration', 'e2e'];

/** Runs a command. One that goes on `tooLong` is ended, and has failed. */
function run(command, args, tooLong) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
    });
    const stop = new AbortController();
    tooLong?.(stop.signal).then(
      (reason) => {
        console.log(`✗ ${reason}`);
        child.kill('SIGKILL');
      },
      () => undefined,
    );
    const end = (code) => {
      stop.abort();
      resolve(code ?? 1);
    };
    child.on('error', () => end(1));
    child.on('exit', end);
  });
}

/**
 * Waits until a suite should have ended long ago: jest writes its report, and then waits for ever when a test has left
 * something open (a process, a socket, a timer).
 */
const hangs = (name, report) => async (signal) => {
  while (!existsSync(report)) await delay(1_000, undefined, { signal });
  await delay(AFTER_REPORT_MS, undefined, { signal });
  return `${name} does not end: a test has left something open`;
};

async function runCheck({ name, command }) {
  const started = performance.now();
  const code = await run(command[0], command.slice(1));
  total[code === 0 ? 'passed' : 'failed']++;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
}

async function runSuite({ name, args }) {
  const report = join(scratch, `${name}.json`);
  const options = ['--selectProjects', name, '--json', '--outputFile', report, '--passWithNoTests'];
  const code = await run('node', [JEST, ...options, ...args], hangs(name, report));
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += result.numPassedTests;
    const tests = result.testResults.flatMap(({ assertionResults }) => assertionResults);
    skips.push(...tests.filter(({ status }) => /pending|todo/.test(status)).map(({ fullName }) => fullName));
    total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    if (code !== 0 && result.success) total.failed++;
  } catch {
    console.log(`✗ ${name} ended without a report`);
    total.failed++;
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are ${Object.keys(STAGES).join(', ')}.`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : DEFAULT_STAGES) {
  console.log(`\n== ${name}`);
  for (const stage of STAGES[name]) await (stage.kind === 'check' ? runCheck(stage) : runSuite(stage));
}
rmSync(scratch, { recursive: true, force: true });
if (skips.length > 0) console.log(`${skips.length} skipped:\n  ${skips.join('\n  ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
