import type { Problem } from './problem.js';
import { wholeNumberProblem } from './problem.js';

/** Proxmox VE reserves the numbers below 100 (pve-vmid in its API schema). */
export function vmidProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'VMID.RANGE', what: 'The VMID', min: 100, max: 999_999_999 });
}
