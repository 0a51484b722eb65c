import type { Benchmark } from './benchmark.js';

export const benchmarks: readonly Benchmark[] = [];
