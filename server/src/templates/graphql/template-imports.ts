import { Injectable } from '@nestjs/common';
import type { ImportTemplateInput } from '../../../../schema/generated/server.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { problemsIn } from '../../http/obeys.js';
import { textOf } from '../domain/file-text.js';
import { parseTemplateFolder } from '../domain/template-folder.js';
import type { TemplateContent, TemplateProblem } from '../domain/template.js';
import type { Unpacked } from '../formats/archive.js';
import { EMBEDDED_ARCHIVE, UPLOADED_ARCHIVE, sizeText, unpack } from '../formats/archive.js';
import { parseYamlTemplate } from '../formats/yaml-template.js';
import type { Maker } from '../template-editor.js';
import { TemplateEditor } from '../template-editor.js';
import { templateAnswer } from './template-answer.js';
import { NewTitleArgs } from './template.args.js';

interface Parsed {
  readonly template: TemplateContent | null;
  readonly problems: readonly TemplateProblem[];
}

/** Makes templates from files that people bring. */
@Injectable()
export class TemplateImports {
  constructor(private readonly editor: TemplateEditor) {}

  async import({ yaml, archive, title }: ImportTemplateInput, maker: Maker) {
    const invalid = problemsIn(new NewTitleArgs(title ?? 'as in the file', maker.idempotencyKey));
    if (typeof yaml === 'string' ? typeof archive === 'string' : typeof archive !== 'string') invalid.push(ONE_OF_TWO);
    if (invalid.length > 0) return { __typename: 'InvalidInput', problems: invalid } as const;
    const parsed = typeof yaml === 'string' ? parseYamlTemplate(yaml) : await fromArchive(archive ?? '');
    return this.record(parsed, title, maker);
  }

  /** An archive that was uploaded as it is, or a template in our single-file format. */
  async upload(file: Buffer, title: string | null, maker: Maker) {
    const invalid = problemsIn(new NewTitleArgs(title ?? 'as in the file', maker.idempotencyKey));
    if (invalid.length > 0) return { __typename: 'InvalidInput', problems: invalid } as const;
    return this.record(await parsedUpload(file), title, maker);
  }

  private async record({ template, problems }: Parsed, title: string | null | undefined, maker: Maker) {
    if (!template) return { __typename: 'ImportProblems', problems } as const;
    const content = { ...template, title: title?.trim() ?? template.title };
    return templateAnswer(await this.editor.create(content, maker, 'import'));
  }
}

const ONE_OF_TWO: FieldProblem = {
  field: 'archive',
  code: 'IMPORT.ONE_OF_TWO',
  reason: 'Give either yaml or archive.',
};

async function fromArchive(base64: string): Promise<Parsed> {
  const tooLong = base64.length > (EMBEDDED_ARCHIVE.packedBytes * 4) / 3 + 4;
  if (tooLong || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) {
    const reason = tooLong ? `It is larger than ${sizeText(EMBEDDED_ARCHIVE.packedBytes)}.` : 'This is no base64.';
    return { template: null, problems: [{ file: 'archive', line: null, reason }] };
  }
  return fromUnpacked(await unpack(Buffer.from(base64, 'base64')));
}

/** Told apart by what is in it: the single-file format begins with its own name, and no archive does. */
async function parsedUpload(file: Buffer): Promise<Parsed> {
  const beginning = file.subarray(0, 4096).toString('latin1');
  if (/^(?:\xef\xbb\xbf)?(\s*(#.*)?\n)*infrahaus:/.test(beginning)) return fromYaml(file);
  return fromUnpacked(await unpack(file, UPLOADED_ARCHIVE));
}

function fromYaml(file: Buffer): Parsed {
  const problems: TemplateProblem[] = [];
  const text = textOf(file, 'template', problems);
  return problems.length > 0 ? { template: null, problems } : parseYamlTemplate(text);
}

function fromUnpacked(unpacked: Unpacked): Parsed {
  if (unpacked.kind === 'refused') return { template: null, problems: unpacked.problems };
  return parseTemplateFolder(unpacked.files);
}
