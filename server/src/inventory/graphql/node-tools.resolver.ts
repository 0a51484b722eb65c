import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { DownloadOsTemplateInput } from '../../../../schema/generated/server.js';
import { osTemplateProblem, storageProblem } from '../../../../schema/rules/names.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { Requires } from '../../accounts/requires.js';
import type { ProxmoxClient } from '../../proxmox/proxmox-client.js';
import { parseUpid } from '../../proxmox/upid.js';
import type { RegisteredNode } from '../domain/node-registry.js';
import { capacityOf, suggest } from '../node-capacity.js';
import { NodeDirectory } from '../node-directory.js';
import { reportOn } from '../node-report.js';
import { NodeScriptLibrary } from '../node-scripts.js';
import { taskProgress } from '../node-task.js';
import { checksView } from './checks-view.js';
import { unreachable } from './unreachable.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What people want to know and do around nodes: whether one works, which one has room, templates, scripts. */
@Resolver()
export class NodeToolsResolver {
  constructor(
    private readonly directory: NodeDirectory,
    private readonly library: NodeScriptLibrary,
  ) {}

  @Query()
  @Requires('NODES')
  nodeScripts() {
    return this.library.scripts();
  }

  @Query()
  @Requires('NODES')
  async testNode(@Args('id') id: string) {
    const node = await this.directory.get(id);
    if (!node) return notFound(id);
    const access = await this.directory.open(id);
    try {
      return { __typename: 'NodeReport' as const, ...checksView(await reportOn(node, access)) };
    } finally {
      await access.close();
    }
  }

  @Query()
  @Requires('NODES')
  async clusterMembers(@Args('id') id: string) {
    const known = await this.directory.list();
    return this.with(id, async (api, { cluster }) => {
      const members = await api.members();
      const idOf = (name: string) =>
        known.find((node) => node.cluster === cluster && node.name === name)?.id ?? null;
      return {
        ...{ __typename: 'ClusterMembers' as const, cluster },
        members: members.map((member) => ({ ...member, registeredAs: idOf(member.name) })),
      };
    });
  }

  @Query()
  async nodeCapacities(@Args('memory') memory: number, @Args('disk') disk: number) {
    const nodes = await this.directory.list();
    const asked = await Promise.all(nodes.map((node) => this.capacityOf(node)));
    const best = suggest(
      asked.map(({ node, capacity }) => ({ id: node.id, capacity })),
      { memory: memory * MIB, disk: disk * GIB },
    );
    return asked.map(({ node, capacity, problem }) => ({
      ...{ node, problem, ...capacity },
      suggested: node.id === best,
    }));
  }

  @Query()
  async nodeTask(
    @Args('nodeId') nodeId: string,
    @Args('taskId') taskId: string,
    @Args('after') after: number,
  ) {
    return this.with(nodeId, async (api, { name }) => {
      const problem = taskProblem(taskId, name, after);
      if (problem) return { __typename: 'InvalidInput' as const, problems: [problem] };
      return { __typename: 'NodeTask' as const, ...(await taskProgress(api, taskId, after)) };
    });
  }

  @Mutation()
  @Requires('CONTAINERS')
  async downloadOsTemplate(@Args('input') { nodeId, storage, template }: DownloadOsTemplateInput) {
    const problems = downloadProblems(storage ?? null, template);
    if (problems.length > 0) return { __typename: 'InvalidInput' as const, problems };
    return this.with(nodeId, async (api) => {
      const target = storage ?? (await roomiest(api));
      if (target === null) return { __typename: 'InvalidInput' as const, problems: [NO_STORAGE] };
      const taskId = await api.downloadTemplate(target, template);
      return { __typename: 'NodeTaskStarted' as const, taskId, volid: `${target}:vztmpl/${template}` };
    });
  }

  private async capacityOf(node: RegisteredNode) {
    const api = await this.directory.apiOf(node);
    try {
      return { node, capacity: await capacityOf(api), problem: null };
    } catch (error) {
      return { node, capacity: null, problem: unreachable(error).message };
    } finally {
      api.close();
    }
  }

  /** Asks a node's API; that it does not answer is an answer, too. */
  private async with<Answer>(id: string, ask: (api: ProxmoxClient, node: RegisteredNode) => Promise<Answer>) {
    const node = await this.directory.get(id);
    if (!node) return notFound(id);
    const api = await this.directory.apiOf(node);
    try {
      return await ask(api, node);
    } catch (error) {
      return unreachable(error);
    } finally {
      api.close();
    }
  }
}

const notFound = (id: string) => ({ __typename: 'NodeNotFound' as const, id });

const NO_STORAGE: FieldProblem = {
  field: 'storage',
  code: 'STORAGE.NONE',
  reason: 'The node has no storage for OS templates (content vztmpl).',
};

async function roomiest(api: ProxmoxClient): Promise<string | null> {
  const storages = (await api.storages()).filter(({ holdsTemplates }) => holdsTemplates);
  return storages.sort((a, b) => b.free - a.free)[0]?.name ?? null;
}

function downloadProblems(storage: string | null, template: string): FieldProblem[] {
  const inStorage = storage === null ? null : storageProblem(storage);
  const inTemplate = osTemplateProblem(template);
  return [
    ...(inStorage ? [{ field: 'storage', ...inStorage }] : []),
    ...(inTemplate ? [{ field: 'template', ...inTemplate }] : []),
  ];
}

function taskProblem(taskId: string, node: string, after: number): FieldProblem | null {
  if (parseUpid(taskId)?.node !== node) {
    return { field: 'taskId', code: 'TASK_ID.INVALID', reason: 'This is no id of a task of this node.' };
  }
  if (after >= 0) return null;
  return { field: 'after', code: 'AFTER.NEGATIVE', reason: 'A number of lines is not negative.' };
}
