import { Module } from '@nestjs/common';
import { PackageBucketResolver } from './graphql/package-bucket.resolver.js';
import { TemplateFileResolver, TemplateScriptResolver } from './graphql/template-body.resolver.js';
import { TemplateImports } from './graphql/template-imports.js';
import { TemplateResolver } from './graphql/template.resolver.js';
import { TemplateUploadController } from './graphql/template-upload.controller.js';
import { PackageBuckets } from './package-buckets.js';
import { TemplateCatalogue } from './queries/template-catalogue.js';
import { TemplateEditor } from './template-editor.js';
import { TemplatesModule } from './templates.module.js';

/** The templates in GraphQL. Needs the global read store. */
@Module({
  imports: [TemplatesModule],
  controllers: [TemplateUploadController],
  providers: [
    TemplateCatalogue,
    TemplateEditor,
    TemplateImports,
    TemplateResolver,
    TemplateScriptResolver,
    TemplateFileResolver,
    PackageBuckets,
    PackageBucketResolver,
  ],
})
export class TemplatesApiModule {}
