import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { EditedNodeQuery } from '../../../../schema/generated/nodes.js';
import { ProbeNodeDocument, UpdateNodeDocument } from '../../../../schema/generated/nodes.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { Fingerprints } from './node-form.js';
import {
  addressProblems,
  changeInput,
  changeProblems,
  formOf,
  isMoved,
  isSameLogin,
  isSameSsh,
  probeInput,
} from './node-form.js';
import { NodeFormModel } from './node-form-model.js';

export type EditedNode = NonNullable<EditedNodeQuery['node']>;

/** Changes a node. Where it presents other fingerprints than the pinned ones, a person confirms them before anything is sent. */
@Injectable()
export class NodeChange extends NodeFormModel {
  private readonly router = inject(Router);

  readonly stage = signal<'form' | 'fingerprints'>('form');
  readonly node = signal<EditedNode | null>(null);

  keeps(part: 'login' | 'ssh'): boolean {
    const node = this.node();
    return (
      node !== null && (part === 'login' ? isSameLogin(this.form(), node) : isSameSsh(this.form(), node))
    );
  }

  open(node: EditedNode): void {
    this.node.set(node);
    this.form.set(formOf(node));
  }

  /** At another address the node is looked at first, without credentials. */
  save(): Promise<void> {
    return this.attempt(async () => {
      const node = this.node();
      if (!node) return;
      if (!isMoved(this.form(), node)) return this.send(node, null);
      const { probeNode } = await this.api.mutate(ProbeNodeDocument, { input: probeInput(this.form()) });
      if (probeNode.__typename === 'InvalidInput') this.refuse(probeNode.problems);
      else if (probeNode.__typename === 'NodeUnreachable') this.reasons.set([probeNode.message]);
      else if (isSame(probeNode, node)) await this.send(node, null);
      else this.ask(probeNode);
    });
  }

  /** The fingerprints on the screen are the node's own, says a person. */
  confirm(): Promise<void> {
    return this.attempt(async () => {
      const [node, confirmed] = [this.node(), this.fingerprints()];
      if (node && confirmed) await this.send(node, confirmed);
    });
  }

  back(): void {
    this.insisted.set(false);
    this.reasons.set([]);
    this.stage.set('form');
  }

  protected ownProblems(): readonly FieldProblem[] {
    const node = this.node();
    return node ? [...addressProblems(this.form()), ...changeProblems(this.form(), node)] : [];
  }

  private ask(presented: Fingerprints): void {
    this.fingerprints.set(presented);
    this.stage.set('fingerprints');
  }

  private async send(node: EditedNode, confirmed: Fingerprints | null): Promise<void> {
    const input = changeInput(this.form(), node, confirmed);
    const { updateNode } = await this.api.mutate(UpdateNodeDocument, { id: node.id, input });
    switch (updateNode.__typename) {
      case 'NodeUpdated':
        await this.router.navigateByUrl('/nodes');
        break;
      case 'FingerprintChanged':
        this.ask(updateNode.presented);
        break;
      case 'NodeRefused':
        this.back();
        this.reasons.set(updateNode.reasons);
        break;
      case 'InvalidInput':
        this.back();
        this.refuse(updateNode.problems);
        break;
      case 'NodeNotFound':
        this.reasons.set(['This node is not registered any more.']);
        break;
    }
  }
}

function isSame(one: Fingerprints, other: Fingerprints): boolean {
  return one.tlsFingerprint === other.tlsFingerprint && one.sshFingerprint === other.sshFingerprint;
}
