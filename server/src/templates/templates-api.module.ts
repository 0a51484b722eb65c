import { Module } from '@nestjs/common';
import { TemplateResolver } from './graphql/template.resolver.js';
import { TemplatesModule } from './templates.module.js';

/** The templates in GraphQL. */
@Module({ imports: [TemplatesModule], providers: [TemplateResolver] })
export class TemplatesApiModule {}
