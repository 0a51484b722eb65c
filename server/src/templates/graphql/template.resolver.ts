import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type {
  ImportTemplateInput,
  TemplateExport,
  TemplateFormat,
  TemplateInput,
} from '../../../../schema/generated/server.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { CurrentActor } from '../../accounts/current-actor.js';
import { Requires } from '../../accounts/requires.js';
import { problemsIn } from '../../http/obeys.js';
import { contentOf } from '../domain/template-draft.js';
import { exportTemplate } from '../formats/export.js';
import { TemplateCatalogue } from '../queries/template-catalogue.js';
import { TemplateBodies } from '../template-bodies.js';
import { TemplateEditor } from '../template-editor.js';
import { TemplateLibrary } from '../template-library.js';
import { makerOf } from './maker.js';
import { TemplateImports } from './template-imports.js';
import { templateAnswer } from './template-answer.js';
import { templateView } from './template-view.js';
import { CreateTemplateArgs, NewTitleArgs, ReviseTemplateArgs } from './template.args.js';

type Maybe<T> = T | null | undefined;

/** The recipes that containers are made from. */
@Resolver()
export class TemplateResolver {
  constructor(
    private readonly catalogue: TemplateCatalogue,
    private readonly library: TemplateLibrary,
    private readonly editor: TemplateEditor,
    private readonly bodies: TemplateBodies,
    private readonly imports: TemplateImports,
  ) {}

  @Query()
  async templates(
    @Args('includeArchived') includeArchived: boolean,
    @Args('minVersion') minVersion: Maybe<string>,
  ) {
    // Right after the start too, the built-in ones are there.
    const version = minVersion ?? String(this.library.loadedAt);
    return (await this.catalogue.templates(includeArchived, version)).map((known) => templateView(known));
  }

  @Query()
  async template(@Args('id') id: string, @Args('revision') revision: Maybe<number>) {
    const found = await this.library.revision(id, revision ?? null);
    return found && templateView(found.template, found.shown);
  }

  @Query()
  async exportTemplate(
    @Args('id') id: string,
    @Args('revision') revision: Maybe<number>,
    @Args('format') format: TemplateFormat,
  ): Promise<TemplateExport | null> {
    const found = await this.library.revision(id, revision ?? null);
    if (!found) return null;
    const { fileName, mediaType, body } = await exportTemplate(await this.bodies.load(found.shown.content), format);
    return { fileName, mediaType, base64: body.toString('base64') };
  }

  @Mutation()
  @Requires('TEMPLATES')
  async createTemplate(
    @Args('input') input: TemplateInput,
    @Args('idempotencyKey') idempotencyKey: string,
    @CurrentActor() actor: Actor,
  ) {
    const problems = problemsIn(new CreateTemplateArgs(input, idempotencyKey));
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    return templateAnswer(await this.editor.create(contentOf(input), makerOf(actor, idempotencyKey)));
  }

  @Mutation()
  @Requires('TEMPLATES')
  async reviseTemplate(
    @Args('id') id: string,
    @Args('expectedRevision') expectedRevision: number,
    @Args('input') input: TemplateInput,
    @CurrentActor() actor: Actor,
  ) {
    const problems = problemsIn(new ReviseTemplateArgs(input));
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    return templateAnswer(
      await this.editor.revise(id, expectedRevision, contentOf(input), actorName(actor)),
    );
  }

  @Mutation()
  @Requires('TEMPLATES')
  async copyTemplate(
    @Args('id') id: string,
    @Args('title') title: string,
    @Args('idempotencyKey') idempotencyKey: string,
    @CurrentActor() actor: Actor,
  ) {
    const problems = problemsIn(new NewTitleArgs(title, idempotencyKey));
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    return templateAnswer(await this.editor.copy(id, title, makerOf(actor, idempotencyKey)));
  }

  @Mutation()
  @Requires('TEMPLATES')
  async archiveTemplate(@Args('id') id: string, @CurrentActor() actor: Actor) {
    return templateAnswer(await this.editor.archive(id, actorName(actor)));
  }

  @Mutation()
  @Requires('TEMPLATES')
  async restoreTemplate(@Args('id') id: string, @CurrentActor() actor: Actor) {
    return templateAnswer(await this.editor.restore(id, actorName(actor)));
  }

  @Mutation()
  @Requires('TEMPLATES')
  async saveAsTemplate(
    @Args('containerId') container: string,
    @Args('title') title: string,
    @Args('idempotencyKey') idempotencyKey: string,
    @CurrentActor() actor: Actor,
  ) {
    const problems = problemsIn(new NewTitleArgs(title, idempotencyKey));
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    return templateAnswer(await this.editor.saveContainer(container, title, makerOf(actor, idempotencyKey)));
  }

  @Mutation()
  @Requires('TEMPLATES')
  importTemplate(
    @Args('input') input: ImportTemplateInput,
    @Args('idempotencyKey') idempotencyKey: string,
    @CurrentActor() actor: Actor,
  ) {
    return this.imports.import(input, makerOf(actor, idempotencyKey));
  }
}
