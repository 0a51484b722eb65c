import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { containerDecider, containerStream } from '../containers/domain/container-decider.js';
import { CommandHandling } from '../event-store/command-handling.js';
import { summaryOf } from './domain/directives.js';
import { templateFrom } from './domain/saved-template.js';
import { latest, templateDecider } from './domain/template-decider.js';
import type { KnownTemplate, TemplateCommand, TemplateRejection } from './domain/template-decider.js';
import type { RecordedTemplate, TemplateContent } from './domain/template.js';
import { comparableTitle } from './domain/title-reservation.js';
import { contentHash, TemplateBodies } from './template-bodies.js';
import { TemplateLibrary, templateStream } from './template-library.js';
import { Titles } from './titles.js';

export type EditResult =
  | { readonly kind: 'saved'; readonly template: KnownTemplate; readonly position: bigint }
  | { readonly kind: 'refused'; readonly code: TemplateRejection | 'TEMPLATE.TITLE_TAKEN' | 'CONTAINER.NOT_FOUND' };

/** Who makes a template; the same account and key always mean the same template. */
export interface Maker {
  readonly actor: string;
  readonly accountId: string;
  readonly idempotencyKey: string;
}

const TEMPLATE_IDS = '5d0c4b0e-3f6a-4c55-9f1d-1c7b1f6a2e90';

/** Makes and changes the templates that people write. */
@Injectable()
export class TemplateEditor {
  constructor(
    private readonly handling: CommandHandling,
    private readonly bodies: TemplateBodies,
    private readonly titles: Titles,
    private readonly library: TemplateLibrary,
  ) {}

  /** @param content checked before */
  async create(content: TemplateContent, maker: Maker, origin: string | null = null): Promise<EditResult> {
    return this.record(await this.bodies.store(content), maker, origin);
  }

  async copy(id: string, title: string, maker: Maker): Promise<EditResult> {
    const known = await this.library.get(id);
    if (!known) return refused('TEMPLATE.NOT_FOUND');
    const { content } = latest(known);
    return this.record({ ...content, title: title.trim() }, maker, `copy of ${content.title}`);
  }

  /** A template of what a container was asked to be. */
  async saveContainer(container: string, title: string, maker: Maker): Promise<EditResult> {
    const { state } = await this.handling.fold(containerStream(container), containerDecider);
    if (state.state === 'not-requested') return refused('CONTAINER.NOT_FOUND');
    const { spec } = state;
    const blobs = [...spec.scripts, ...spec.files].map(({ blob }) => blob);
    const known = blobs.map(async (blob) => {
      const body = await this.bodies.read(blob);
      return [blob, { size: body.length, summary: summaryOf(body.toString('utf8')) }] as const;
    });
    const content = templateFrom(spec, title.trim(), new Map(await Promise.all(known)));
    return this.record(content, maker, `container ${spec.hostname}`);
  }

  async revise(
    id: string,
    expectedRevision: number,
    draft: TemplateContent,
    actor: string,
  ): Promise<EditResult> {
    const known = await this.library.get(id);
    if (!known) return refused('TEMPLATE.NOT_FOUND');
    const before = latest(known).content.title;
    const renamed = comparableTitle(before) !== comparableTitle(draft.title);
    if (renamed && !known.builtIn && !known.archived && !(await this.reserve(draft.title, id, actor))) {
      return refused('TEMPLATE.TITLE_TAKEN');
    }
    const content = await this.bodies.store(draft);
    const command = { type: 'ReviseTemplate', expectedRevision, contentHash: contentHash(content), content } as const;
    const result = await this.execute(id, command, actor);
    if (renamed) await this.release(result.kind === 'saved' ? before : draft.title, id, actor);
    return result;
  }

  async archive(id: string, actor: string): Promise<EditResult> {
    const result = await this.execute(id, { type: 'ArchiveTemplate' }, actor);
    if (result.kind === 'saved') await this.release(latest(result.template).content.title, id, actor);
    return result;
  }

  /** Its title may be somebody else's by now: then it stays archived. */
  async restore(id: string, actor: string): Promise<EditResult> {
    const known = await this.library.get(id);
    if (!known) return refused('TEMPLATE.NOT_FOUND');
    const { title } = latest(known).content;
    if (known.archived && !(await this.reserve(title, id, actor))) return refused('TEMPLATE.TITLE_TAKEN');
    const result = await this.execute(id, { type: 'RestoreTemplate' }, actor);
    if (result.kind === 'refused') await this.release(title, id, actor);
    return result;
  }

  private async record(content: RecordedTemplate, maker: Maker, origin: string | null): Promise<EditResult> {
    const id = uuidV5(`${maker.accountId}\n${maker.idempotencyKey}`, TEMPLATE_IDS);
    const isNew = (await this.library.get(id)) === null;
    if (isNew && !(await this.reserve(content.title, id, maker.actor))) return refused('TEMPLATE.TITLE_TAKEN');
    const command = { type: 'CreateTemplate', template: id, origin, contentHash: contentHash(content), content } as const;
    const result = await this.execute(id, command, maker.actor);
    if (isNew && result.kind === 'refused') await this.release(content.title, id, maker.actor);
    return result;
  }

  private reserve(title: string, id: string, actor: string): Promise<boolean> {
    return this.titles.reserve('templateTitle', title, id, actor, (owner) =>
      this.library.isTitled(owner, title),
    );
  }

  /** Unless the template has the title after all: two requests may have crossed. */
  private async release(title: string, id: string, actor: string): Promise<void> {
    if ((await this.library.isTitled(id, title)) !== true)
      await this.titles.release('templateTitle', title, id, actor);
  }

  private async execute(id: string, command: TemplateCommand, actor: string): Promise<EditResult> {
    const commandId = randomUUID();
    const outcome = await this.handling.execute({
      stream: templateStream(id),
      decider: templateDecider,
      command,
      metadata: { commandId, correlationId: commandId, actor, at: new Date().toISOString() },
    });
    if (outcome.kind === 'rejected') return refused(outcome.rejection);
    if (outcome.state === null) throw new Error(`The template ${id} was not recorded.`);
    return { kind: 'saved', template: outcome.state, position: outcome.position };
  }
}

function refused(code: Extract<EditResult, { kind: 'refused' }>['code']): EditResult {
  return { kind: 'refused', code };
}
