import { QueryBus } from '@nestjs/cqrs';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { AddNodeInput, ProbeNodeInput, UpdateNodeInput } from '../../../../schema/generated/server.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { CurrentActor } from '../../accounts/current-actor.js';
import { Requires } from '../../accounts/requires.js';
import { BusyContainers } from '../../containers/queries/busy-containers.query.js';
import type { RegisteredNode } from '../domain/node-registry.js';
import { NodeDirectory } from '../node-directory.js';
import { inventoryOf } from '../node-inventory.js';
import {
  addNodeProblems,
  loginIn,
  probeNodeProblems,
  sshCredentialIn,
  updateNodeProblems,
} from './node-input.js';
import { unreachable } from './unreachable.js';

/** Proxmox VE nodes: registered ones, and how one becomes registered, changed and forgotten. */
@Resolver('Node')
export class NodeResolver {
  constructor(
    private readonly directory: NodeDirectory,
    private readonly queries: QueryBus,
  ) {}

  @Query()
  nodes(): Promise<RegisteredNode[]> {
    return this.directory.list();
  }

  @Query()
  node(@Args('id') id: string): Promise<RegisteredNode | null> {
    return this.directory.get(id);
  }

  @ResolveField()
  tokenId(@Parent() { login }: RegisteredNode): string | null {
    return login.kind === 'token' ? login.tokenId : null;
  }

  @ResolveField()
  apiUser(@Parent() { login }: RegisteredNode): string | null {
    return login.kind === 'password' ? login.user : null;
  }

  @ResolveField()
  sshLogin(@Parent() { sshCredential }: RegisteredNode) {
    return sshCredential.kind === 'password' ? 'PASSWORD' : 'PRIVATE_KEY';
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
    const [login, sshCredential] = [loginIn(input), sshCredentialIn(input)];
    if (problems.length > 0 || !login || !sshCredential) {
      return { __typename: 'InvalidInput' as const, problems };
    }
    const { host, port, sshHost, sshPort, sshUser, tlsFingerprint, sshFingerprint } = input;
    const address = {
      host,
      port,
      sshHost: sshHost ?? host,
      sshPort,
      sshUser,
      tlsFingerprint,
      sshFingerprint,
    };
    const result = await this.directory.register({ ...address, sshCredential, ...login }, actorName(actor));
    if (result.kind === 'refused') return { __typename: 'NodeRefused' as const, reasons: result.reasons };
    return { __typename: 'NodeAdded' as const, node: result.node };
  }

  @Mutation()
  @Requires('NODES')
  async updateNode(
    @Args('id') id: string,
    @Args('input') input: UpdateNodeInput,
    @CurrentActor() actor: Actor,
  ) {
    const problems = updateNodeProblems(input);
    if (problems.length > 0) return { __typename: 'InvalidInput' as const, problems };
    const result = await this.directory.update(id, changeIn(input), actorName(actor));
    switch (result.kind) {
      case 'registered':
        return { __typename: 'NodeUpdated' as const, node: result.node };
      case 'refused':
        return { __typename: 'NodeRefused' as const, reasons: result.reasons };
      case 'not-found':
        return { __typename: 'NodeNotFound' as const, id };
      case 'fingerprint-changed':
        return { __typename: 'FingerprintChanged' as const, ...result };
    }
  }

  @Mutation()
  @Requires('NODES')
  async removeNode(@Args('id') id: string, @CurrentActor() actor: Actor) {
    const containers = await this.queries.execute(new BusyContainers(id));
    if (containers.length > 0) return { __typename: 'NodeInUse' as const, containers };
    await this.directory.remove(id, actorName(actor));
    return { __typename: 'NodeRemoved' as const, id };
  }
}

/** Only what is given: null stands for "as it is". */
function changeIn(input: UpdateNodeInput) {
  const { host, port, sshHost, sshPort, sshUser, tlsFingerprint, sshFingerprint } = input;
  const [login, sshCredential] = [loginIn(input), sshCredentialIn(input)];
  return {
    ...(host ? { host } : {}),
    ...(port ? { port } : {}),
    ...(sshHost ? { sshHost } : {}),
    ...(sshPort ? { sshPort } : {}),
    ...(sshUser ? { sshUser } : {}),
    ...(tlsFingerprint ? { tlsFingerprint } : {}),
    ...(sshFingerprint ? { sshFingerprint } : {}),
    ...(login ? { login } : {}),
    ...(sshCredential ? { sshCredential } : {}),
  };
}
