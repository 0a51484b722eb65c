import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandHandling } from '../event-store/command-handling.js';
import type { BucketCommand, BucketContent } from './domain/package-bucket.js';
import { bucketDecider } from './domain/package-bucket.js';
import { comparableTitle } from './domain/title-reservation.js';
import { Titles } from './titles.js';

export type BucketResult =
  | { readonly kind: 'saved'; readonly id: string; readonly content: BucketContent; readonly position: bigint }
  | { readonly kind: 'refused'; readonly code: 'BUCKET.NOT_FOUND' | 'BUCKET.TITLE_TAKEN' };

const bucketStream = (id: string) => `packageBucket-${id.replace(/[^A-Za-z0-9-]/g, '').slice(0, 100)}`;

/** Lists of packages that go together, to take into any container or template. */
@Injectable()
export class PackageBuckets {
  constructor(
    private readonly handling: CommandHandling,
    private readonly titles: Titles,
  ) {}

  /** @param id the bucket to replace, or null for a new one */
  async save(known: string | null, draft: BucketContent, actor: string): Promise<BucketResult> {
    const content = { ...draft, title: draft.title.trim() };
    const id = known ?? randomUUID();
    const before = known === null ? null : await this.get(known);
    if (known !== null && before === null) return { kind: 'refused', code: 'BUCKET.NOT_FOUND' };
    const holds = (owner: string) => this.isTitled(owner, content.title);
    if (!(await this.titles.reserve('bucketTitle', content.title, id, actor, holds))) {
      return { kind: 'refused', code: 'BUCKET.TITLE_TAKEN' };
    }
    const outcome = await this.execute(id, { type: 'SaveBucket', bucket: id, content, isNew: before === null }, actor);
    const gone = outcome.kind === 'rejected' ? content.title : before?.title;
    if (gone !== undefined && (outcome.kind === 'rejected' || !same(gone, content.title))) {
      await this.titles.release('bucketTitle', gone, id, actor);
    }
    if (outcome.kind === 'rejected') return { kind: 'refused', code: outcome.rejection };
    return { kind: 'saved', id, content, position: outcome.position };
  }

  /** False if there is none. */
  async remove(id: string, actor: string): Promise<boolean> {
    const known = await this.get(id);
    const outcome = await this.execute(id, { type: 'RemoveBucket', bucket: id }, actor);
    if (known) await this.titles.release('bucketTitle', known.title, id, actor);
    return outcome.kind === 'accepted';
  }

  private async get(id: string): Promise<BucketContent | null> {
    return (await this.handling.fold(bucketStream(id), bucketDecider)).state;
  }

  private async isTitled(id: string, title: string): Promise<boolean | null> {
    const known = await this.get(id);
    return known && same(known.title, title);
  }

  private execute(id: string, command: BucketCommand, actor: string) {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, at: new Date().toISOString() };
    return this.handling.execute({ stream: bucketStream(id), decider: bucketDecider, command, metadata });
  }
}

const same = (a: string, b: string) => comparableTitle(a) === comparableTitle(b);
