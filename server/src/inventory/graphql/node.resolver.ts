import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AddNodeInput, ProbeNodeInput } from '../../../../schema/generated/server.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { CurrentActor } from '../../accounts/current-actor.js';
import { Requires } from '../../accounts/requires.js';
import type { RegisteredNode } from '../domain/node-registry.js';
import { NodeDirectory } from '../node-directory.js';
import { NodeScriptLibrary } from '../node-scripts.js';
import { inventoryOf } from '../node-inventory.js';
import { addNodeProblems, probeNodeProblems } from './node-input.js';

/** Proxmox VE nodes: registered ones, and how one becomes registered. */
@Resolver('Node')
export class NodeResolver {
  constructor(
    private readonly directory: NodeDirectory,
    private readonly library: NodeScriptLibrary,
  ) {}

  @Query()
  nodes(): Promise<RegisteredNode[]> {
    return this.directory.list();
  }

  @Query()
  node(@Args('id') id: string): Promise<RegisteredNode | null> {
    return this.directory.get(id);
  }

  @Query()
  @Requires('NODES')
  nodeScripts() {
    return this.library.scripts();
  }

  @ResolveField()
  async inventory(@Parent() node: RegisteredNode) {
    const api = await this.directory.apiOf(node);
    try {
      return { __typename: 'NodeInventory' as const, ...(await inventoryOf(api)) };
    } catch (error) {
      return unreachable(error);
    } finally {
      api.close();
    }
  }

  @Mutation()
  @Requires('NODES')
  async probeNode(@Args('input') input: ProbeNodeInput) {
    const problems = probeNodeProblems(input);
    if (problems.length > 0) return { __typename: 'InvalidInput' as const, problems };
    try {
      const fingerprints = await this.directory.probe({ ...input, sshHost: input.sshHost ?? input.host });
      return { __typename: 'NodeFingerprints' as const, ...fingerprints };
    } catch (error) {
      return unreachable(error);
    }
  }

  @Mutation()
  @Requires('NODES')
  async addNode(@Args('input') input: AddNodeInput, @CurrentActor() actor: Actor) {
    const problems = addNodeProblems(input);
    if (problems.length > 0) return { __typename: 'InvalidInput' as const, problems };
    const { sshPassword, sshPrivateKey, sshHost, ...rest } = input;
    const sshCredential = sshPrivateKey
      ? { kind: 'private-key' as const, value: sshPrivateKey }
      : { kind: 'password' as const, value: sshPassword ?? '' };
    const registration = { ...rest, sshHost: sshHost ?? input.host, sshCredential };
    const result = await this.directory.register(registration, actorName(actor));
    if (result.kind === 'refused') return { __typename: 'NodeRefused' as const, reasons: result.reasons };
    return { __typename: 'NodeAdded' as const, node: result.node };
  }

  @Mutation()
  @Requires('NODES')
  async removeNode(@Args('id') id: string, @CurrentActor() actor: Actor) {
    await this.directory.remove(id, actorName(actor));
    return { __typename: 'NodeRemoved' as const, id };
  }
}

/** Errors of a node are answers: their messages are written for people and hold no secret. */
function unreachable(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'PROXMOX.FAILED';
  return { __typename: 'NodeUnreachable' as const, message, code };
}
