import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { fromBufferPromise } from 'yauzl';
import type { TemplateProblem } from '../domain/template.js';

export interface ArchiveLimits {
  readonly packedBytes: number;
  readonly entries: number;
  readonly unpackedBytes: number;
}

const MIB = 1024 * 1024;
/** Of an archive in base64 in a GraphQL request, which has at most 1 MiB. */
export const EMBEDDED_ARCHIVE: ArchiveLimits = { packedBytes: 700 * 1024, entries: 500, unpackedBytes: 8 * MIB };
/** Of an archive that is uploaded as it is. Little enough that nobody can fill the memory of the server. */
export const UPLOADED_ARCHIVE: ArchiveLimits = { packedBytes: 16 * MIB, entries: 1_000, unpackedBytes: 32 * MIB };

export type Unpacked =
  | { readonly kind: 'files'; readonly files: ReadonlyMap<string, Buffer> }
  | { readonly kind: 'refused'; readonly problems: readonly TemplateProblem[] };

/** An archive that cannot be taken; the file is the entry, or the archive itself. */
class Refused extends Error {
  constructor(
    readonly file: string,
    reason: string,
  ) {
    super(reason);
  }
}

const ARCHIVE = 'archive';
const LEAVES = 'Its name leaves the folder.';

/**
 * Unpacks a tar, compressed tar or zip in memory. Nothing of it touches the disk; all the same its names may not leave the
 * folder, and links and devices are refused, so that what is recorded is what somebody sees who unpacks it.
 */
export async function unpack(packed: Buffer, limits: ArchiveLimits = EMBEDDED_ARCHIVE): Promise<Unpacked> {
  try {
    if (packed.length > limits.packedBytes) {
      throw new Refused(ARCHIVE, `It is larger than ${sizeText(limits.packedBytes)}.`);
    }
    const files = new Files(limits);
    if (packed.subarray(0, 2).toString('latin1') === 'PK') await unzip(packed, files);
    else await untar(packed, files);
    return { kind: 'files', files: withoutFolder(files.all) };
  } catch (error) {
    const { file, message } = error instanceof Refused ? error : refusalOf(error);
    return { kind: 'refused', problems: [{ file, line: null, reason: message }] };
  }
}

/** What the readers of archives found themselves. */
function refusalOf(error: unknown): Refused {
  const [, name] = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)/s.exec(String(error).replace(/^Error: /, '')) ?? []; // prettier-ignore
  if (name !== undefined) return new Refused(name.slice(0, 200), LEAVES);
  return new Refused(ARCHIVE, 'This is no tar, compressed tar or zip, or it is damaged.');
}

/** The files so far, within the limits. */
class Files {
  readonly all = new Map<string, Buffer>();
  private entries = 0;
  private bytes = 0;

  constructor(readonly limits: ArchiveLimits) {}

  /** Checks a name before anything is read. Null for what is no file of a template, such as a folder. */
  admit(name: string): string | null {
    this.entries += 1;
    if (this.entries > this.limits.entries) {
      throw new Refused(ARCHIVE, `It has more than ${String(this.limits.entries)} entries.`);
    }
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    const path = parts.join('/');
    const leaves = name.startsWith('/') || name.includes('\\') || parts.includes('..') || /^[A-Za-z]:/.test(name);
    if (leaves || name.includes('\0')) throw new Refused(name, LEAVES);
    if (name.length > 500) throw new Refused(`${name.slice(0, 100)}…`, 'Its name is too long.');
    return name.endsWith('/') || isJunk(parts) ? null : path;
  }

  async add(path: string, body: AsyncIterable<Buffer>): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of body) {
      this.bytes += chunk.length;
      if (this.bytes > this.limits.unpackedBytes) throw tooLargeUnpacked(path, this.limits);
      chunks.push(chunk);
    }
    if (this.all.has(path)) throw new Refused(path, 'It is there twice.');
    this.all.set(path, Buffer.concat(chunks));
  }
}

function tooLargeUnpacked(file: string, { unpackedBytes }: ArchiveLimits): Refused {
  return new Refused(file, `Unpacked it is larger than ${sizeText(unpackedBytes)}.`);
}

export function sizeText(bytes: number): string {
  return bytes < MIB ? `${String(bytes / 1024)} KB` : `${String(bytes / MIB)} MiB`;
}

/** What file managers leave behind. */
function isJunk(parts: readonly string[]): boolean {
  const name = parts.at(-1) ?? '';
  return parts[0] === '__MACOSX' || name.startsWith('._') || name === '.DS_Store' || name === 'Thumbs.db';
}

async function untar(packed: Buffer, files: Files): Promise<void> {
  const gzipped = packed[0] === 0x1f && packed[1] === 0x8b;
  // The padding between the files counts too, so a little more than the files themselves may have.
  const tar = gzipped ? await gunzip(packed, files.limits) : packed;
  const reader = extract();
  const writing = pipeline(Readable.from([tar]), reader).catch(() => undefined);
  for await (const entry of reader) {
    const { name, type } = entry.header;
    const path = files.admit(type === 'directory' ? `${name}/` : name);
    if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') {
      throw new Refused(name, 'Links and devices are not taken: put the file itself there.');
    }
    if (path === null) entry.resume();
    else await files.add(path, entry as AsyncIterable<Buffer>);
  }
  await writing;
  if (files.all.size === 0) throw new Refused(ARCHIVE, 'There is no file in it, or it is no archive.');
}

async function gunzip(packed: Buffer, limits: ArchiveLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await pipeline(Readable.from([packed]), createGunzip(), async (unpacked: AsyncIterable<Buffer>) => {
    for await (const chunk of unpacked) {
      bytes += chunk.length;
      if (bytes > 2 * limits.unpackedBytes) throw tooLargeUnpacked(ARCHIVE, limits);
      chunks.push(chunk);
    }
  });
  return Buffer.concat(chunks);
}

const UNIX_TYPE = 0xf000;
const REGULAR = 0x8000;
const DIRECTORY = 0x4000;

async function unzip(packed: Buffer, files: Files): Promise<void> {
  // Sizes are checked by counting: what the directory says may be a lie.
  const zip = await fromBufferPromise(packed, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const type = ((entry.externalFileAttributes >>> 16) & UNIX_TYPE) || REGULAR;
    if (type !== REGULAR && type !== DIRECTORY) {
      throw new Refused(entry.fileName, 'Links and devices are not taken: put the file itself there.');
    }
    const path = files.admit(entry.fileName);
    if (path === null) continue;
    if (entry.isEncrypted()) throw new Refused(entry.fileName, 'It is encrypted.');
    await files.add(path, await zip.openReadStreamPromise(entry));
  }
}

/** An archive mostly holds one folder with everything in it; that folder's name is not a part of the template. */
function withoutFolder(files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  if (files.has('template.conf')) return files;
  const folder = [...files.keys()].find((path) => /^[^/]+\/template\.conf$/.test(path))?.split('/')[0];
  if (folder === undefined) return files;
  const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  return new Map(inside.map(([path, body]) => [path.slice(folder.length + 1), body]));
}
