import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type {
  ContainerHistory,
  ContainerReceipt,
  SupportBundle,
} from '../../../../schema/generated/server.js';
import { toYaml } from '../domain/yaml.js';
import { GetHistory, GetReceipt, GetSupportBundle } from '../queries/container-story.query.js';

const LONGEST_PAGE = 500;

/** What happened to a container and what came of it. */
@Resolver()
export class StoryResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query()
  async containerReceipt(@Args('id') id: string): Promise<ContainerReceipt | null> {
    const receipt = await this.queries.execute(new GetReceipt(id));
    if (!receipt) return null;
    // Plain data by its type; through JSON it is for the writer of YAML as well.
    const json = JSON.stringify(receipt, null, 2);
    return {
      json,
      yaml: toYaml(JSON.parse(json) as Parameters<typeof toYaml>[0]),
      volumes: [...receipt.volumes],
      files: [...receipt.files],
      packages: [...receipt.packages],
      scripts: receipt.scripts.map(({ name, sha256, state, exitCode }) => ({
        name,
        sha256,
        state,
        exitCode,
      })),
    };
  }

  @Query()
  async containerHistory(
    @Args('id') id: string,
    @Args('after') after: number | null | undefined,
    @Args('first') first: number,
  ): Promise<ContainerHistory> {
    const count = Math.min(LONGEST_PAGE, Math.max(1, first));
    const { entries, next } = await this.queries.execute(new GetHistory(id, after ?? null, count));
    return { entries: [...entries], next };
  }

  @Query()
  async supportBundle(
    @Args('containerId') id: string,
    @Args('runId') run: string | null | undefined,
  ): Promise<SupportBundle | null> {
    const json = await this.queries.execute(new GetSupportBundle(id, run ?? null));
    return json === null ? null : { fileName: `infrahaus-support-${id}.json`, json };
  }
}
