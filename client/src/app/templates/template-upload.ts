import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { ImportTemplateMutation } from '../../../../schema/generated/templates.js';

/** Sends an archive that is too large for a GraphQL request; the answer is what `importTemplate` answers. */
@Injectable({ providedIn: 'root' })
export class TemplateUpload {
  private readonly http = inject(HttpClient);

  send(file: Blob, title: string | null, idempotencyKey: string): Promise<ImportTemplateMutation['importTemplate']> {
    return firstValueFrom(
      this.http.post<ImportTemplateMutation['importTemplate']>('/imports/template', file, {
        params: title === null ? {} : { title },
        headers: { 'Idempotency-Key': idempotencyKey, 'Content-Type': 'application/octet-stream' },
      }),
    );
  }
}
