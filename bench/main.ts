import { arch, cpus, totalmem } from 'node:os';
import type { Benchmark, Ratio, Scale } from './benchmark.js';
import { benchmarks } from './benchmarks.js';

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** Whether the promise was kept on this machine is told, but only a benchmark that does not work is a failure. */
function describe({ what, measured, promise, figures }: Ratio): string {
  const kept = promise.kind === 'at-most' ? measured <= promise.value : measured >= promise.value;
  const bound = `${promise.kind.replace('-', ' ')} ${String(promise.value)}`;
  return `  ${kept ? 'kept  ' : 'missed'} ${what}: ${measured.toPrecision(3)} (${bound}; ${figures})`;
}

async function works(benchmark: Benchmark, scale: Scale): Promise<boolean> {
  say(`\n${benchmark.name}`);
  try {
    for await (const ratio of benchmark.measure(scale)) say(describe(ratio));
    return true;
  } catch (error) {
    say(`  did not work: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return false;
  }
}

const args = process.argv.slice(2);
const scale: Scale = args.includes('--smoke') ? 'smoke' : 'full';
const names = args.filter((arg) => arg !== '--smoke');
const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  say(
    `No such benchmark: ${unknown.join(', ')}. There are ${benchmarks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}
const memory = Math.round(totalmem() / 2 ** 30);
say(
  `${String(cpus().length)} × ${cpus()[0]?.model ?? arch()}, ${String(memory)} GiB, Node ${process.versions.node}`,
);
let passed = 0;
let failed = 0;
for (const benchmark of benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))) {
  if (await works(benchmark, scale)) passed++;
  else failed++;
}
say(`\n${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 ? 0 : 1;
