import { createHash } from 'node:crypto';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '../event-store/blobs.js';
import { CommandHandling } from '../event-store/command-handling.js';
import type { Resolution, TemplateChoice } from './domain/resolve-template.js';
import { resolveTemplate } from './domain/resolve-template.js';
import { templateDecider } from './domain/template-decider.js';
import type { RecordedTemplate, TemplateContent } from './domain/template.js';
import { builtInTemplates, readTemplateFolders } from './template-folders.js';
import type { TemplateView } from './template-view.js';
import { templateView } from './template-view.js';

interface KnownTemplate {
  readonly id: string;
  readonly revision: number;
  readonly content: RecordedTemplate;
  /** Bodies of the scripts by their SHA-256, for showing them. */
  readonly bodies: ReadonlyMap<string, string>;
}

/** The templates that come with the application, recorded at each start if they changed. */
@Injectable()
export class TemplateLibrary implements OnModuleInit {
  private readonly templates = new Map<string, KnownTemplate>();

  constructor(
    private readonly handling: CommandHandling,
    private readonly blobs: BlobStore,
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
      this.templates.set(id, await this.register(id, template));
    }
  }

  /** All templates, by title. */
  list(): TemplateView[] {
    return [...this.templates.values()]
      .map(templateView)
      .sort((a, b) => a.title.localeCompare(b.title, 'en'));
  }

  get(id: string): TemplateView | null {
    const template = this.templates.get(id);
    return template ? templateView(template) : null;
  }

  /** What a choice in the wizard means for the container, or what is wrong with it. */
  resolve(choice: TemplateChoice): Resolution {
    const known = choice.templateId === null ? undefined : this.templates.get(choice.templateId);
    return resolveTemplate(choice, known ?? null);
  }

  /** Two processes that start at once record the same content once: the exact revision decides, the loser looks again. */
  private async register(id: string, template: TemplateContent): Promise<KnownTemplate> {
    const content = await this.storeBodies(template);
    const contentHash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    const outcome = await this.handling.execute({
      stream: `template-${id}`,
      decider: templateDecider,
      command: { type: 'RegisterTemplate', template: id, contentHash, content },
      metadata: {
        commandId: `template:${id}:${contentHash}`,
        correlationId: `template:${id}`,
        actor: 'system',
        at: new Date().toISOString(),
      },
    });
    if (outcome.state === null) throw new Error(`The template ${id} was not recorded.`);
    const bodies = new Map(
      template.scripts.map(({ body }, index) => [content.scripts[index]?.blob ?? '', body]),
    );
    return { id, revision: outcome.state.revision, content, bodies };
  }

  private async storeBodies(template: TemplateContent): Promise<RecordedTemplate> {
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
}
