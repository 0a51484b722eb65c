import { randomBytes } from 'node:crypto';
import type { SimulatedSystem } from './simulated-system.js';

/** Stands before every line that a simulated program prints. */
export const MARK = '[simulated] ';

/** What a program of which only the name was read is taken to have done. */
export interface SimulatedExecution {
  readonly output: Buffer;
  /** The lines that a package script leaves about what it installed. */
  readonly result: string;
}

/** Takes a package script as done: the packages are remembered, and what they listen on. */
export function simulatePackages(
  system: SimulatedSystem,
  name: string,
  packages: readonly string[],
): SimulatedExecution {
  const installed = packages.map((entry) => system.install(entry));
  return {
    output: marked([
      `${name} was not executed; these packages are taken as installed:`,
      ...installed.map((entry) => `Setting up ${entry.name} (${entry.version}) ...`),
    ]),
    result: installed.map((entry) => `installed\t${entry.name}\t${entry.version}\n`).join(''),
  };
}

/** Reads a script for what it would say, start and generate; nothing of it is executed. */
export function simulateScript(system: SimulatedSystem, name: string, body: string): SimulatedExecution {
  const lines = body.split('\n').map((line) => line.trim());
  for (const line of lines) {
    const service = /^systemctl\s+(?:enable|start|restart|reload)(?:\s+--\S+)*\s+([\w@.-]+)/.exec(line)?.[1];
    if (service !== undefined) system.startService(service.replace(/\.service$/, ''));
    const [, owner, key, value] = /^save_credential\s+(\S+)\s+(\S+)\s+(\S+)/.exec(line) ?? [];
    if (owner !== undefined && key !== undefined) system.keepCredential(owner, key, credential(value ?? ''));
  }
  const said = lines.flatMap((line) => /^log_(?:info|warn)\s+(["'])([^"'$`]+)\1$/.exec(line)?.[2] ?? []);
  const note = `${name} was not executed (${lines.length} lines); what it would say:`;
  return { output: marked([note, ...said]), result: '' };
}

/** A value that is written out is taken; one that the script would compute is made up. */
function credential(value: string): string {
  const plain = value.replace(/^(["'])(.*)\1$/, '$2');
  return /^[\w.@-]+$/.test(plain) ? plain : `simulated-${randomBytes(6).toString('hex')}`;
}

export function marked(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${MARK}${line}\n`).join(''));
}
