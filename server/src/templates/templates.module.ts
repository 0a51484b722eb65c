import { Module } from '@nestjs/common';
import { TemplateLibrary } from './template-library.js';

/** Needs the global `CommandHandling` and `BlobStore`. */
@Module({ providers: [TemplateLibrary], exports: [TemplateLibrary] })
export class TemplatesModule {}
