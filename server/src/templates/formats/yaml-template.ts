import type { Document } from 'yaml';
import { isMap, isNode, isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import { templateProblems } from '../../../../schema/rules/template.js';
import { ShapeReader } from '../domain/template-shape.js';
import { contentOf } from '../domain/template-draft.js';
import type { TemplateContent, TemplateProblem } from '../domain/template.js';

/** The first key of our single-file format, with its version. */
const FORMAT = { key: 'infrahaus', value: 'template/1' };
const FILE = 'template.yaml';
const MAX_CHARACTERS = 1024 * 1024;

export interface ParsedYaml {
  /** Null if there is a problem. */
  readonly template: TemplateContent | null;
  readonly problems: readonly TemplateProblem[];
}

/** Reads a template in our single-file format; every problem has its line. */
export function parseYamlTemplate(text: string): ParsedYaml {
  const lines = new LineCounter();
  if (text.length > MAX_CHARACTERS) return refused(null, 'It is larger than 1 MiB.');
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true });
  const [error] = document.errors;
  if (error) return refused(lines.linePos(error.pos[0]).line, error.message.split('\n')[0] ?? error.message);
  const value = plain(document);
  if (value === undefined) return refused(null, 'Aliases (*name) are not taken: write the value itself.');
  const reader = new ShapeReader(value);
  const draft = reader.template(FORMAT);
  const found = reader.problems.length > 0 || draft === null ? reader.problems : templateProblems(draft);
  const problems = found.map(({ field, reason }) => ({
    file: FILE,
    line: lineOf(document, lines, field),
    reason: field === '' ? reason : `${field}: ${reason}`,
  }));
  return { template: draft === null || problems.length > 0 ? null : contentOf(draft), problems };
}

/** Without aliases, by which a few lines can stand for gigabytes. */
function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? null;
  } catch {
    return undefined;
  }
}

function refused(line: number | null, reason: string): ParsedYaml {
  return { template: null, problems: [{ file: FILE, line, reason }] };
}

/** The line of a field, or of what it is in if it is missing. */
function lineOf(document: Document, lines: LineCounter, field: string): number | null {
  const path = field === '' ? [] : field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  for (; path.length > 0; path.pop()) {
    const parent = document.getIn(path.slice(0, -1), true);
    const last = path.at(-1);
    const key = isMap(parent)
      ? parent.items.map(({ key: name }) => name).find((name) => isScalar(name) && name.value === last)
      : document.getIn(path, true);
    if (isNode(key) && key.range) return lines.linePos(key.range[0]).line;
  }
  return isNode(document.contents) && document.contents.range
    ? lines.linePos(document.contents.range[0]).line
    : null;
}

/** Writes a template in our single-file format. What is as it would be anyway is left out. */
export function yamlOf(template: TemplateContent): string {
  const { title, description, tags, osTemplate, defaults, packageGroups, scripts, files } = template;
  const written = {
    [FORMAT.key]: FORMAT.value,
    ...{ title, description, tags, osTemplate, defaults },
    packageGroups: packageGroups.map(({ name, packages, optional, enabled }) => ({
      ...{ name, ...(enabled ? {} : { enabled }), ...(optional ? { optional } : {}), packages },
    })),
    scripts: scripts.map(({ name, body, enabled, optional, idempotent, timeoutSeconds }) => ({
      ...{ name, ...(enabled ? {} : { enabled }), ...(optional ? { optional } : {}) },
      ...{ ...(idempotent ? { idempotent } : {}), timeoutSeconds, body },
    })),
    files: files.map(({ path, policy, owner, mode, body }) => ({
      ...{ path, policy, ...(owner === null ? {} : { owner }), ...(mode === null ? {} : { mode }) },
      ...contentOfFile(body),
    })),
  };
  return stringify(written, { lineWidth: 0, blockQuote: 'literal', version: '1.2' });
}

function contentOfFile(body: Uint8Array): { text: string } | { base64: string } {
  const text = textOf(body);
  return text === null ? { base64: Buffer.from(body).toString('base64') } : { text };
}

/** The text of a body, or null if it is no text. */
export function textOf(body: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
