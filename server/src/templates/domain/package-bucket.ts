import type { PackageManagerName } from '../../../../schema/rules/packages.js';

export interface BucketContent {
  readonly title: string;
  readonly description: string;
  readonly packages: readonly { readonly manager: PackageManagerName; readonly name: string }[];
}

export type BucketEvent =
  | { readonly type: 'PackageBucketSaved'; readonly data: { readonly bucket: string } & BucketContent }
  | { readonly type: 'PackageBucketRemoved'; readonly data: { readonly bucket: string } };
export type BucketCommand =
  | { readonly type: 'SaveBucket'; readonly bucket: string; readonly content: BucketContent; readonly isNew: boolean }
  | { readonly type: 'RemoveBucket'; readonly bucket: string };
export type BucketState = BucketContent | null;

type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly BucketEvent[] }
  | { readonly kind: 'rejected'; readonly rejection: 'BUCKET.NOT_FOUND' };

/** A package bucket's life. */
export const bucketDecider = {
  initialState: null as BucketState,
  eventTypes: ['PackageBucketSaved', 'PackageBucketRemoved'] as const,
  evolve: (_state: BucketState, event: BucketEvent): BucketState =>
    event.type === 'PackageBucketRemoved' ? null : bucketContent(event.data),
  decide(command: BucketCommand, state: BucketState): Decision {
    const missing = state === null && !(command.type === 'SaveBucket' && command.isNew);
    if (missing) return { kind: 'rejected', rejection: 'BUCKET.NOT_FOUND' };
    const { bucket } = command;
    if (command.type === 'RemoveBucket') {
      return { kind: 'accepted', events: [{ type: 'PackageBucketRemoved', data: { bucket } }] };
    }
    const content = bucketContent(command.content);
    if (state !== null && JSON.stringify(bucketContent(state)) === JSON.stringify(content)) {
      return { kind: 'accepted', events: [] };
    }
    return { kind: 'accepted', events: [{ type: 'PackageBucketSaved', data: { bucket, ...content } }] };
  },
};

/** Just the content, its keys in order. */
function bucketContent({ title, description, packages }: BucketContent): BucketContent {
  return { title, description, packages: packages.map(({ manager, name }) => ({ manager, name })) };
}
