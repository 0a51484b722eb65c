import type { Problem } from './problem.js';
import { problem } from './problem.js';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** A host name as RFC 1123 (section 2.1) has it: labels of 1–63 letters, digits and hyphens, 253 characters in all. */
export function hostnameProblem(value: string): Problem | null {
  if (value === '') return problem('HOSTNAME.EMPTY', 'Give the container a host name.');
  if (value.length > 253) return problem('HOSTNAME.TOO_LONG', 'A host name has at most 253 characters.');
  const labels = value.split('.');
  if (labels.some((label) => label.length > 63)) {
    return problem('HOSTNAME.TOO_LONG', 'Each part of a host name has at most 63 characters.');
  }
  if (!labels.every((label) => LABEL.test(label))) {
    return problem(
      'HOSTNAME.INVALID',
      'Use letters, digits and hyphens; no part may be empty or begin or end with a hyphen.',
    );
  }
  if (labels.every((label) => /^\d+$/.test(label))) {
    return problem('HOSTNAME.NUMERIC', 'A host name of digits only would be taken for an address.');
  }
  return null;
}
