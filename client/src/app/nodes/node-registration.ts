import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { ClusterMembersQuery } from '../../../../schema/generated/nodes.js';
import {
  AddNodeDocument,
  ClusterMembersDocument,
  ProbeNodeDocument,
} from '../../../../schema/generated/nodes.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { addInput, addressProblems, credentialProblems, probeInput } from './node-form.js';
import { NodeFormModel } from './node-form-model.js';

/** `address` → `fingerprints` (to be confirmed) → `credentials` → registered, with `members` if the cluster has more nodes. */
export type Stage = 'address' | 'fingerprints' | 'credentials' | 'members';

type Members = Extract<ClusterMembersQuery['clusterMembers'], { __typename: 'ClusterMembers' }>;
export type Member = Members['members'][number];

/** Registers a node step by step; nothing is sent with credentials before both fingerprints are confirmed. */
@Injectable()
export class NodeRegistration extends NodeFormModel {
  private readonly router = inject(Router);

  readonly stage = signal<Stage>('address');
  /** The nodes of the cluster that are not registered yet. */
  readonly members = signal<readonly Member[]>([]);
  /** The name of the node that was registered last. */
  readonly added = signal('');

  keeps(): boolean {
    return false;
  }

  probe(): Promise<void> {
    return this.attempt(async () => {
      const { probeNode } = await this.api.mutate(ProbeNodeDocument, { input: probeInput(this.form()) });
      if (probeNode.__typename === 'NodeFingerprints') {
        this.fingerprints.set(probeNode);
        this.go('fingerprints');
      } else if (probeNode.__typename === 'InvalidInput') this.refuse(probeNode.problems);
      else this.reasons.set([probeNode.message]);
    });
  }

  add(): Promise<void> {
    return this.attempt(async () => {
      const pinned = this.fingerprints();
      if (!pinned) return;
      const { tlsFingerprint, sshFingerprint } = pinned;
      const input = addInput(this.form(), { tlsFingerprint, sshFingerprint });
      const { addNode } = await this.api.mutate(AddNodeDocument, { input });
      if (addNode.__typename === 'NodeAdded') await this.offerOthers(addNode.node);
      else if (addNode.__typename === 'InvalidInput') this.refuse(addNode.problems);
      else this.reasons.set(addNode.reasons);
    });
  }

  /** The same once more for another node of the cluster. Its token is the cluster's, so what was typed stays. */
  begin({ address }: Member): void {
    this.patch({ host: address ?? '', sshHost: '' });
    this.fingerprints.set(null);
    this.go('address');
  }

  go(stage: Stage): void {
    this.insisted.set(false);
    this.reasons.set([]);
    this.stage.set(stage);
  }

  protected ownProblems(): readonly FieldProblem[] {
    return this.stage() === 'address' ? addressProblems(this.form()) : credentialProblems(this.form());
  }

  /** The node is registered, whatever comes of this: a cluster that does not answer now is no reason to stay here. */
  private async offerOthers({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    const others = await this.unregistered(id).catch(() => []);
    this.members.set(others);
    this.added.set(name);
    if (others.length > 0) this.go('members');
    else await this.router.navigateByUrl('/nodes');
  }

  private async unregistered(id: string): Promise<readonly Member[]> {
    const { clusterMembers } = await this.api.query(ClusterMembersDocument, { id });
    if (clusterMembers.__typename !== 'ClusterMembers') return [];
    return clusterMembers.members.filter(({ registeredAs }) => registeredAs === null);
  }
}
