import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { PackageBucketInput, PackageBucketResult } from '../../../../schema/generated/server.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { CurrentActor } from '../../accounts/current-actor.js';
import { Requires } from '../../accounts/requires.js';
import { problemsIn } from '../../http/obeys.js';
import { PackageBuckets } from '../package-buckets.js';
import { TemplateCatalogue } from '../queries/template-catalogue.js';
import { PackageBucketArgs } from './template.args.js';

const SENTENCES = {
  'BUCKET.NOT_FOUND': 'There is no such package bucket.',
  'BUCKET.TITLE_TAKEN': 'Another package bucket has this title. Choose a new one.',
};

/** Lists of packages to take into any container or template. */
@Resolver()
export class PackageBucketResolver {
  constructor(
    private readonly catalogue: TemplateCatalogue,
    private readonly buckets: PackageBuckets,
  ) {}

  @Query()
  packageBuckets(@Args('minVersion') minVersion: string | null | undefined) {
    return this.catalogue.buckets(minVersion ?? null);
  }

  @Mutation()
  @Requires('TEMPLATES')
  async savePackageBucket(
    @Args('id') id: string | null | undefined,
    @Args('input') input: PackageBucketInput,
    @CurrentActor() actor: Actor,
  ): Promise<PackageBucketResult> {
    const problems = problemsIn(new PackageBucketArgs(input));
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    const result = await this.buckets.save(id ?? null, input, actorName(actor));
    if (result.kind === 'refused') {
      return { __typename: 'PackageBucketRefused', code: result.code, message: SENTENCES[result.code] };
    }
    const { title, description, packages } = result.content;
    const bucket = { id: result.id, title, description, packages: [...packages] };
    return { __typename: 'PackageBucketSaved', bucket, version: String(result.position) };
  }

  @Mutation()
  @Requires('TEMPLATES')
  removePackageBucket(@Args('id') id: string, @CurrentActor() actor: Actor): Promise<boolean> {
    return this.buckets.remove(id, actorName(actor));
  }
}
