import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { ProgressFeed } from '../../provisioning/progress/progress-feed.js';

/** Following one run, from its start or a cursor, to its end. */
@Resolver()
export class ProgressResolver {
  constructor(private readonly feed: ProgressFeed) {}

  @Subscription('containerProgress', { resolve: (frame: unknown) => frame })
  containerProgress(
    @Args('containerId') container: string,
    @Args('run') run: string | null | undefined,
    @Args('after') after: string | null | undefined,
  ) {
    return this.feed.watch({ container, run: run ?? null, after: after ?? null });
  }
}
