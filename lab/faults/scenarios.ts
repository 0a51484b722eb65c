import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { labFile } from '../lab-file.js';
import type { Fault } from './fault.js';
import { BadFault, parseFaults } from './parse-fault.js';

export interface Scenario {
  readonly name: string;
  /** The button's words. */
  readonly title: string;
  /** What to look for. */
  readonly expect: string;
  readonly faults: readonly Fault[];
}

/** The scenarios that come with the lab, by name. */
export function scenarios(): Scenario[] {
  const directory = labFile('scenarios');
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => {
    const { title, expect, faults } = JSON.parse(
      readFileSync(join(directory, name), 'utf8'),
    ) as Partial<Scenario>;
    return {
      name: name.replace(/\.json$/, ''),
      title: title ?? name,
      expect: expect ?? '',
      faults: parseFaults(faults),
    };
  });
}

/** The faults of a file: a scenario of the lab's form, or a bare list. Throws `BadFault`. */
export function readFaultFile(path: string): Fault[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const wrapped = typeof value === 'object' && value !== null && 'faults' in value;
    return parseFaults(wrapped ? value.faults : value);
  } catch (error) {
    throw new BadFault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
