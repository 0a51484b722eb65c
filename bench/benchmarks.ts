import type { Benchmark } from './benchmark.js';
import { clientBenchmark } from './client/client.js';

export const benchmarks: readonly Benchmark[] = [clientBenchmark];
