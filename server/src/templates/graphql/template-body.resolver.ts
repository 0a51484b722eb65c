import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { textOf } from '../formats/yaml-template.js';
import { TemplateBodies } from '../template-bodies.js';

interface Stored {
  readonly blob: string;
}

/** The texts of scripts, read only when somebody asks for them. */
@Resolver('TemplateScript')
export class TemplateScriptResolver {
  constructor(private readonly bodies: TemplateBodies) {}

  @ResolveField()
  async body(@Parent() { blob }: Stored): Promise<string> {
    return (await this.bodies.read(blob)).toString('utf8');
  }
}

/** The contents of files, read only when somebody asks for them. */
@Resolver('TemplateFile')
export class TemplateFileResolver {
  constructor(private readonly bodies: TemplateBodies) {}

  @ResolveField()
  async text(@Parent() { blob }: Stored): Promise<string | null> {
    return textOf(await this.bodies.read(blob));
  }

  @ResolveField()
  async base64(@Parent() { blob }: Stored): Promise<string> {
    return (await this.bodies.read(blob)).toString('base64');
  }
}
