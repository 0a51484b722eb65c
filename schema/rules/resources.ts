import type { Problem } from './problem.js';
import { wholeNumberProblem } from './problem.js';

/** Processor cores; 8192 is the maximum of Proxmox VE's `cores`. */
export function coresProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'CORES.RANGE', what: 'Cores', min: 1, max: 8192 });
}

/** MiB. Proxmox VE asks for at least 16; the maximum of 16 TiB only catches slips of the finger. */
export function memoryProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'MEMORY.RANGE', what: 'Memory (MiB)', min: 16, max: 16_777_216 });
}

/** MiB. */
export function swapProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'SWAP.RANGE', what: 'Swap (MiB)', min: 0, max: 16_777_216 });
}

/** GiB. */
export function diskProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'DISK.RANGE', what: 'The root disk (GiB)', min: 1, max: 131_072 });
}
