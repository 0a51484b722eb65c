import type { DatabaseSync } from 'node:sqlite';
import type { Projection } from '../../read-store/projection.js';
import type { BucketContent } from '../domain/package-bucket.js';

export interface ListedBucket extends BucketContent {
  readonly id: string;
}

/** Which package buckets are there? */
export const packageBuckets: Projection = {
  name: 'package_buckets',
  version: 1,
  streams: ['packageBucket-'],
  create(db) {
    db.exec(
      'CREATE TABLE package_buckets (id TEXT PRIMARY KEY, title TEXT NOT NULL, bucket TEXT NOT NULL) STRICT',
    );
  },
  apply(db, { stream, type, data }) {
    const id = stream.slice('packageBucket-'.length);
    if (type === 'PackageBucketRemoved') {
      db.prepare('DELETE FROM package_buckets WHERE id = ?').run(id);
      return [id];
    }
    if (type !== 'PackageBucketSaved') return [];
    const { title, description, packages } = data as BucketContent;
    const bucket: ListedBucket = { id, title, description, packages };
    db.prepare('INSERT OR REPLACE INTO package_buckets VALUES (?, ?, ?)').run(
      ...[id, title, JSON.stringify(bucket)],
    );
    return [id];
  },
};

/** By title. */
export function listBuckets(db: DatabaseSync): ListedBucket[] {
  const rows = db.prepare('SELECT bucket FROM package_buckets ORDER BY title COLLATE NOCASE, id').all();
  return rows.map((row) => JSON.parse(String(row['bucket'])) as ListedBucket);
}
