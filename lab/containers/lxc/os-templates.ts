import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labFile } from '../../lab-file.js';

const run = promisify(execFile);
/** A mirror may be slow; debootstrap takes half a minute from a near one. */
const BUILD_LIMIT_MS = 15 * 60_000;

export interface OsTemplate {
  readonly volid: string;
  readonly size: number;
  /** The archive on this machine. */
  readonly path: string;
}

/**
 * The OS templates of this machine's own distribution: with systemd, and without systemd and bash. Archives are made
 * once and kept in `cache`; where that fails the reason is thrown.
 */
export async function osTemplates(cache: string, say: (line: string) => void): Promise<OsTemplate[]> {
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const { id, version, point } = distribution();
  const templates: OsTemplate[] = [];
  for (const [kind, variant] of [
    ['systemd', 'standard'],
    ['openrc', 'openrc'],
  ] as const) {
    const name = `${id}-${version}-${variant}_${point}-1_amd64.tar.zst`;
    const path = join(cache, name);
    if (!existsSync(path)) {
      say(`Making the OS template ${name}; this takes a minute, once …`);
      await build(kind, path);
    }
    templates.push({ volid: `local:vztmpl/${name}`, size: statSync(path).size, path });
  }
  return templates;
}

async function build(kind: string, path: string): Promise<void> {
  try {
    const limits = { timeout: BUILD_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };
    await run('/bin/sh', [labFile('lxc/build-template.sh'), kind, path], limits);
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const text = output.trim() || 'no words';
    throw new Error(`The OS template could not be made: ${text.split('\n').slice(-3).join(' ')}`, {
      cause: error,
    });
  }
}

function distribution(): { readonly id: string; readonly version: string; readonly point: string } {
  const text = readFileSync('/etc/os-release', 'utf8');
  const value = (key: string): string => new RegExp(`^${key}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  const [id, version] = [value('ID'), value('VERSION_ID')];
  const point = readFileSync('/etc/debian_version', 'utf8')
    .trim()
    .replaceAll(/[^\w.]/g, '.');
  return { id, version, point: id === 'debian' ? point : version };
}
