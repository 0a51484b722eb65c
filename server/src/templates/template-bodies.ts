import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '../event-store/blobs.js';
import type { RecordedTemplate, TemplateContent } from './domain/template.js';

const CACHE_BYTES = 16 * 1024 * 1024;

/** The bodies of scripts and files, which are in the blob store so that neither their size nor a secret is in an event. */
@Injectable()
export class TemplateBodies {
  /** By SHA-256, which names the content: what is here cannot be stale. In the order of their last use. */
  private readonly cache = new Map<string, Buffer>();
  private cachedBytes = 0;

  constructor(private readonly blobs: BlobStore) {}

  /** Stores the bodies; the template refers to them from then on. */
  async store(template: TemplateContent): Promise<RecordedTemplate> {
    const scripts: RecordedTemplate['scripts'][number][] = [];
    for (const { body, ...script } of template.scripts) {
      scripts.push({ ...script, blob: await this.blobs.store(Buffer.from(body)) });
    }
    const files: RecordedTemplate['files'][number][] = [];
    for (const { body, ...file } of template.files) {
      files.push({ ...file, size: body.length, blob: await this.blobs.store(Buffer.from(body)) });
    }
    return { ...template, scripts, files };
  }

  /** A template with its bodies, as it was stored. */
  async load(template: RecordedTemplate): Promise<TemplateContent> {
    const scripts = template.scripts.map(async ({ blob, ...script }) => ({
      ...script,
      body: (await this.read(blob)).toString('utf8'),
    }));
    const files = template.files.map(async ({ path, policy, mode, owner, blob }) => ({
      ...{ path, policy, mode, owner },
      body: await this.read(blob),
    }));
    return { ...template, scripts: await Promise.all(scripts), files: await Promise.all(files) };
  }

  async read(sha256: string): Promise<Buffer> {
    const body = this.cache.get(sha256) ?? (await this.blobs.read(sha256));
    this.remember(sha256, body);
    return body;
  }

  private remember(sha256: string, body: Buffer): void {
    if (!this.cache.delete(sha256)) this.cachedBytes += body.length;
    this.cache.set(sha256, body);
    for (const [oldest, { length }] of this.cache) {
      if (this.cachedBytes <= CACHE_BYTES) return;
      this.cache.delete(oldest);
      this.cachedBytes -= length;
    }
  }
}

/** Tells whether a template's content is the same, whatever the order in which its keys were written. */
export function contentHash(content: RecordedTemplate): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}
