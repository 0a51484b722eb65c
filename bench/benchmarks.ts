import type { Benchmark } from './benchmark.js';
import { clientBenchmark } from './client/client.js';
import { hundred } from './pipeline/hundred.js';
import { overhead } from './pipeline/overhead.js';
import { startUp } from './pipeline/start-up.js';
import { stored } from './pipeline/stored.js';
import { watching } from './pipeline/watching.js';
import { storeAppending } from './store/appending.js';
import { storeLatency } from './store/latency.js';
import { storeReading } from './store/reading.js';

export const benchmarks: readonly Benchmark[] = [
  storeAppending,
  storeReading,
  storeLatency,
  overhead,
  hundred,
  stored,
  watching,
  startUp,
  clientBenchmark,
];
