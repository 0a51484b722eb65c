import { computed, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { AddNodeDocument, ProbeNodeDocument } from '../../../../schema/generated/client.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import type { Fingerprints, NodeForm } from './node-form.js';
import { addInput, addressProblems, credentialProblems, EMPTY_FORM, probeInput } from './node-form.js';

/** `address` → `fingerprints` (to be confirmed) → `credentials` → registered. */
export type Stage = 'address' | 'fingerprints' | 'credentials';

/** Registers a node step by step; nothing is sent with credentials before both fingerprints are confirmed. */
@Injectable()
export class NodeRegistration {
  private readonly api = inject(Api);
  private readonly router = inject(Router);

  readonly form = signal<NodeForm>(EMPTY_FORM);
  readonly stage = signal<Stage>('address');
  readonly fingerprints = signal<Fingerprints | null>(null);
  readonly busy = signal(false);
  /** What has to be put right before it works, in words for a person. */
  readonly reasons = signal<readonly string[]>([]);
  readonly insisted = signal(false);
  private readonly refused = signal<readonly FieldProblem[]>([]);
  private readonly problems = computed(() => {
    const own = this.stage() === 'address' ? addressProblems(this.form()) : credentialProblems(this.form());
    return own.length > 0 ? own : this.refused();
  });

  patch(change: Partial<NodeForm>): void {
    this.form.update((form) => ({ ...form, ...change }));
    this.refused.set([]);
  }

  problemOf(field: keyof NodeForm): Problem | null {
    return this.problems().find((found) => found.field === field) ?? null;
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
      if (addNode.__typename === 'NodeAdded') await this.router.navigateByUrl('/nodes');
      else if (addNode.__typename === 'InvalidInput') this.refuse(addNode.problems);
      else this.reasons.set(addNode.reasons);
    });
  }

  go(stage: Stage): void {
    this.insisted.set(false);
    this.reasons.set([]);
    this.stage.set(stage);
  }

  private refuse(problems: readonly FieldProblem[]): void {
    this.refused.set(problems);
    this.reasons.set(problems.map(({ reason }) => reason));
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.insisted.set(true);
    if (this.busy() || (this.problems().length > 0 && this.refused().length === 0)) return;
    this.busy.set(true);
    this.reasons.set([]);
    try {
      await work();
    } catch (cause) {
      this.reasons.set([requestFailed(cause).message]);
    } finally {
      this.busy.set(false);
    }
  }
}
