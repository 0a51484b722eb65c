import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { CommandHandling } from '../event-store/command-handling.js';
import type { Resolution, TemplateChoice } from './domain/resolve-template.js';
import { resolveTemplate } from './domain/resolve-template.js';
import { latest, templateDecider } from './domain/template-decider.js';
import type { KnownTemplate, PastRevision } from './domain/template-decider.js';
import type { TemplateContent } from './domain/template.js';
import { comparableTitle } from "./domain/title-reservation.js";
import { contentHash, TemplateBodies } from './template-bodies.js';
import { builtInTemplates, readTemplateFolders } from './template-folders.js';
import { Titles } from './titles.js';

/** The templates that containers can be made from; those that come with the application are recorded at each start. */
@Injectable()
export class TemplateLibrary implements OnModuleInit {
  /** The commit position of the last built-in template, for whoever lists them. */
  loadedAt = -1n;

  constructor(
    private readonly handling: CommandHandling,
    private readonly bodies: TemplateBodies,
    private readonly titles: Titles,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.load(builtInTemplates());
  }

  /** Records each template below a folder. Throws if one is malformed: they are part of the program. */
  async load(root: string): Promise<void> {
    for (const [id, { template, problems }] of await readTemplateFolders(root)) {
      if (!template) {
        const reasons = problems.map(({ file, line, reason }) => `${file}:${String(line ?? 1)}: ${reason}`);
        throw new Error(`The template ${id} is malformed: ${reasons.join(' ')}`);
      }
      const position = await this.register(id, template);
      if (position > this.loadedAt) this.loadedAt = position;
    }
  }

  /** A template as the event store tells it at this moment. */
  async get(id: string): Promise<KnownTemplate | null> {
    return (await this.handling.fold(templateStream(id), templateDecider)).state;
  }

  /** One revision of a template, the newest for `null`; null if there is none. */
  async revision(
    id: string,
    wanted: number | null,
  ): Promise<{ readonly template: KnownTemplate; readonly shown: PastRevision } | null> {
    const template = await this.get(id);
    if (!template) return null;
    const shown = wanted === null ? latest(template) : template.revisions.find(({ revision }) => revision === wanted);
    return shown ? { template, shown } : null;
  }

  /** Whether a template has this title; null if there is no such template. */
  async isTitled(id: string, title: string): Promise<boolean | null> {
    const known = await this.get(id);
    return known && !known.archived && comparableTitle(latest(known).content.title) === comparableTitle(title);
  }

  /** What a choice in the wizard means for the container, or what is wrong with it. */
  async resolve(choice: TemplateChoice): Promise<Resolution> {
    const known = choice.templateId === null ? null : await this.get(choice.templateId);
    return resolveTemplate(choice, known && !known.archived ? latest(known) : null);
  }

  /** Two processes that start at once record the same content once: the exact revision decides, the loser looks again. */
  private async register(id: string, template: TemplateContent): Promise<bigint> {
    const content = await this.bodies.store(template);
    const hash = contentHash(content);
    // Whoever took the title before this version brought the template keeps it; both are shown.
    await this.titles.reserve('templateTitle', template.title, id, 'system', (owner) =>
      this.isTitled(owner, template.title),
    );
    const outcome = await this.handling.execute({
      stream: templateStream(id),
      decider: templateDecider,
      command: { type: 'RegisterTemplate', template: id, contentHash: hash, content },
      metadata: {
        commandId: `template:${id}:${hash}`,
        correlationId: `template:${id}`,
        actor: 'system',
        at: new Date().toISOString(),
      },
    });
    return outcome.kind === 'accepted' ? outcome.position : -1n;
  }
}

/** Ids come from people, and a stream's name should not hold anything else. */
export function templateStream(id: string): string {
  return `template-${id.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 100)}`;
}
