import { Controller, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentActor } from '../../accounts/current-actor.js';
import type { Actor } from '../../accounts/actor.js';
import { Requires } from '../../accounts/requires.js';
import { UPLOADED_ARCHIVE } from '../formats/archive.js';
import { makerOf } from './maker.js';
import { TemplateImports } from './template-imports.js';
import { readUpload } from './upload-body.js';

const LIMITS = { bytes: UPLOADED_ARCHIVE.packedBytes, silenceMs: 30_000 };
/** So many uploads are held in memory at once. */
const MAX_AT_ONCE = 2;

/**
 * Takes templates that are too large for a GraphQL request: the archive is the body. What comes out is what
 * `importTemplate` answers, in JSON.
 */
@Controller('imports')
export class TemplateUploadController {
  private uploads = 0;

  constructor(private readonly imports: TemplateImports) {}

  @Post('template')
  @HttpCode(200)
  @Requires('TEMPLATES')
  async upload(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Query('title') title: unknown,
    @CurrentActor() actor: Actor,
  ) {
    if (this.uploads >= MAX_AT_ONCE) {
      response.status(429).setHeader('Retry-After', '2');
      return { errors: [{ message: 'Other uploads are being read. Try again.' }] };
    }
    this.uploads += 1;
    // What was not read of a body that is too large must not be taken for the next request.
    response.setHeader('Connection', 'close');
    try {
      const wanted = typeof title === 'string' ? title : null;
      return withoutBodies(await this.imports.upload(await readUpload(request, LIMITS), wanted, makerOf(actor, idempotencyKey ?? '')));
    } finally {
      this.uploads -= 1;
    }
  }
}

/** Of the template only what tells it from others: its scripts and files were just sent. */
function withoutBodies(answer: Awaited<ReturnType<TemplateImports['upload']>>) {
  if (answer.__typename !== 'TemplateSaved') return answer;
  const { id, revision, title } = answer.template;
  return { ...answer, template: { id, revision, title } };
}
