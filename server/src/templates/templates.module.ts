import { Module } from '@nestjs/common';
import { TemplateBodies } from './template-bodies.js';
import { TemplateLibrary } from './template-library.js';
import { Titles } from './titles.js';

/** Needs the global `CommandHandling` and `BlobStore`. */
@Module({
  providers: [TemplateBodies, Titles, TemplateLibrary],
  exports: [TemplateBodies, Titles, TemplateLibrary],
})
export class TemplatesModule {}
