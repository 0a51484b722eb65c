import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { templateFolder } from '../domain/folder-writer.js';
import type { TemplateContent } from '../domain/template.js';
import { yamlOf } from './yaml-template.js';

export interface ExportedTemplate {
  readonly fileName: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

/** A template as one file. */
export async function exportTemplate(
  template: TemplateContent,
  format: 'YAML' | 'FOLDER',
): Promise<ExportedTemplate> {
  const name = fileNameOf(template.title);
  if (format === 'YAML') {
    return { fileName: `${name}.yaml`, mediaType: 'application/yaml', body: Buffer.from(yamlOf(template)) };
  }
  return { fileName: `${name}.tar.gz`, mediaType: 'application/gzip', body: await tarOf(name, template) };
}

async function tarOf(name: string, template: TemplateContent): Promise<Buffer> {
  const tar = pack();
  for (const [path, body] of templateFolder(template)) {
    tar.entry({ name: `${name}/${path}`, mode: path.endsWith('.sh') ? 0o755 : 0o644 }, Buffer.from(body));
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

/** A title as a name that every file system takes. */
function fileNameOf(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, ''); // prettier-ignore
  return plain.slice(0, 60) || 'template';
}
