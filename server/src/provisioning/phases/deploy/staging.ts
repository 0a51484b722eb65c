import { createHash } from 'node:crypto';
import { pack } from 'tar-stream';
import { CONFIG_ROOT, STATE_ROOT } from '../in-container/container-phase.js';
import { asset } from '../../../assets/asset.js';

export interface StagedFile {
  readonly path: string;
  readonly policy: 'replace' | 'default' | 'backup';
  readonly mode: string | null;
  /** `user` or `user:group`; null for the owner of the directory. */
  readonly owner: string | null;
  readonly body: Buffer;
  readonly sha256: string;
}

export function stagedFile(file: Omit<StagedFile, 'sha256'>): StagedFile {
  return { ...file, sha256: createHash('sha256').update(file.body).digest('hex') };
}

/**
 * Why a template's file may not go to a path, or null. The request was checked already; this is the last look before
 * the path reaches the container, where the manifest's tabs and line ends have a meaning.
 */
export function pathProblem(path: string): string | null {
  const parts = path.split('/').slice(1);
  const plain =
    path.startsWith('/') &&
    path.length <= 1024 &&
    parts.every((part) => /^[A-Za-z0-9._@+:~-]+$/.test(part) && part !== '.' && part !== '..');
  if (!plain) return `${JSON.stringify(path)} is no plain absolute path.`;
  if (path.startsWith(`${CONFIG_ROOT}/`)) return `${path} belongs to the configuration manager.`;
  return null;
}

/** Where the files of a claim lie before they are put into place. */
export function stagingDirectory(run: { readonly id: string; readonly claim: number | string }): string {
  return `${STATE_ROOT}/staging/${run.id}-${String(run.claim)}`;
}

/** The commands that bring the staged files into the container, in order; the tar goes to the second one's input. */
export function stagingCommands(staging: string) {
  return {
    make: ['mkdir', '-p', '-m', '700', staging],
    unpack: ['tar', '-x', '-f', '-', '-C', staging],
    apply: ['/bin/sh', `${staging}/apply.sh`, staging],
  };
}

/** The tar that is unpacked in the staging directory: numbered bodies, a manifest with paths and rules, the script. */
export async function stagingTar(files: readonly StagedFile[]): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'files', type: 'directory', mode: 0o700 });
  for (const [index, file] of files.entries()) {
    tar.entry({ name: `files/${String(index)}`, mode: 0o600 }, file.body);
  }
  tar.entry({ name: 'manifest', mode: 0o600 }, manifest(files));
  tar.entry({ name: 'apply.sh', mode: 0o700 }, await asset('container/apply.sh'));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The last look before these words reach a shell: a dash stands for none. */
function manifest(files: readonly StagedFile[]): string {
  const plain = (value: string | null, pattern: RegExp) =>
    value !== null && pattern.test(value) ? value : '-';
  return files
    .map(({ path, policy, mode, owner, sha256 }, index) => [
      ...[String(index), policy, plain(mode, /^[0-7]{3,4}$/)],
      ...[plain(owner, /^[a-z0-9_][a-z0-9_-]*(:[a-z0-9_][a-z0-9_-]*)?$/), sha256, path],
    ])
    .map((fields) => `${fields.join('\t')}\n`)
    .join('');
}
