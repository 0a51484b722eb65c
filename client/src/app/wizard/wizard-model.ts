import { computed, effect, inject, Injectable, resource, signal, untracked } from '@angular/core';
import type { NodeCapacitiesQuery, NodeInventoryQuery } from '../../../../schema/generated/wizard.js';
import {
  NodeCapacitiesDocument,
  NodeChoicesDocument,
  NodeInventoryDocument,
  TemplateCatalogueDocument,
} from '../../../../schema/generated/wizard.js';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { Api } from '../graphql/api.js';
import type { Template } from './draft-input.js';
import { inputOf, offAtFirst, problemsOf } from './draft-input.js';
import { DraftStore } from './draft-store.js';
import { NodePresets } from './node-presets.js';
import { inWords } from './problem-words.js';
import type { StepKey } from './steps.js';
import { stepOfField } from './steps.js';
import type { Card, WizardDraft } from './wizard-draft.js';
import { EMPTY_CARD } from './wizard-draft.js';

type InventoryResult = NonNullable<NodeInventoryQuery['node']>['inventory'];
export type Inventory = Extract<InventoryResult, { __typename: 'NodeInventory' }>;

/** What the wizard's steps share: the draft, what can be chosen, and what is wrong. */
@Injectable()
export class WizardModel {
  private readonly api = inject(Api);
  private readonly store = inject(DraftStore);
  private readonly presets = inject(NodePresets);
  /** What the server refused; it stands until something is changed. */
  private readonly refused = signal<readonly FieldProblem[]>([]);
  /** What the node would not do. It keeps nobody from asking for it all the same; it stands until something is changed. */
  private readonly objections = signal<readonly FieldProblem[]>([]);
  private readonly insisted = signal<ReadonlySet<StepKey>>(new Set());

  readonly draft = this.store.draft;
  readonly password = this.store.password;
  readonly catalogue = resource({ loader: () => this.api.query(TemplateCatalogueDocument, {}) });
  readonly nodeList = resource({ loader: () => this.api.query(NodeChoicesDocument, {}) });
  readonly inventoryOf = resource({
    params: () => this.draft().nodeId || undefined,
    loader: ({ params }) => this.api.query(NodeInventoryDocument, { id: params }),
  });

  readonly templates = computed(() =>
    this.catalogue.hasValue() ? this.catalogue.value().templates : undefined,
  );
  readonly template = computed<Template | null>(() => {
    const id = this.draft().templateId;
    return this.templates()?.find((template) => template.id === id) ?? null;
  });
  readonly nodes = computed(() => (this.nodeList.hasValue() ? this.nodeList.value().nodes : undefined));
  private readonly room = resource({
    params: () => (this.nodes() ? { templateId: this.draft().templateId } : undefined),
    loader: () => this.api.query(NodeCapacitiesDocument, wantedRoom(untracked(this.draft))),
  });
  /** How much room each node has for a container of this size; asked when the template or the step changes. */
  readonly capacities = computed(() => (this.room.hasValue() ? this.room.value().nodeCapacities : []));
  readonly node = computed(() => this.nodes()?.find(({ id }) => id === this.draft().nodeId));
  private readonly inventoryResult = computed(() =>
    this.inventoryOf.hasValue() ? this.inventoryOf.value().node?.inventory : undefined,
  );
  readonly inventory = computed(() => answered(this.inventoryResult()));
  /** Whether the first answer about nodes is still awaited: until then, what is missing is nobody's mistake. */
  readonly awaitsNode = computed(() => {
    if (this.nodeList.isLoading() || this.inventoryOf.isLoading()) return !this.inventoryOf.hasValue();
    return (this.nodes()?.length ?? 0) > 0 && this.node() === undefined;
  });
  readonly unreachable = computed(() => {
    const result = this.inventoryResult();
    return result?.__typename === 'NodeUnreachable' ? result.message : null;
  });

  readonly input = computed(() => inputOf(this.draft(), this.password(), this.template()));
  /** What the rules say, before anybody is asked. */
  readonly ownProblems = computed(() => problemsOf(this.draft(), this.input()));
  readonly problems = computed(() => {
    const found = this.ownProblems().length > 0 ? this.ownProblems() : this.refused();
    return found.map((problem) => inWords(problem, this.input()));
  });

  constructor() {
    effect(() => {
      this.fillNode();
    });
    effect(() => {
      this.fillFromInventory();
    });
  }

  /** Asks the node again what it has; what is shown stays until the answer is there. */
  askNode(): void {
    this.inventoryOf.reload();
    this.room.reload();
  }

  patch(change: Partial<WizardDraft>): void {
    this.refused.set([]);
    this.objections.set([]);
    this.store.patch(change);
  }

  setPassword(password: string): void {
    this.refused.set([]);
    this.store.setPassword(password);
  }

  /** Goes to another node, with what was used there last. */
  chooseNode(nodeId: string): void {
    const { storage, ...card } = this.presets.of(nodeId);
    this.patch({ nodeId, ...(storage === undefined ? {} : { storage }) });
    this.patchCard(0, card);
  }

  /** Changes one of the network cards. */
  patchCard(index: number, change: Partial<Card>): void {
    const [first, ...more] = this.draft().networks;
    const changed = (card: Card, at: number) => (at === index ? { ...card, ...change } : card);
    this.patch({ networks: [changed(first, 0), ...more.map((card, at) => changed(card, at + 1))] });
  }

  /** One more card. IPv4 stays off at first: two cards that both ask for a default route are rarely meant. */
  addCard(): void {
    const bridge = this.inventory()?.bridges[0]?.name ?? '';
    this.patch({ networks: [...this.draft().networks, { ...EMPTY_CARD, bridge, addressing: 'manual' }] });
  }

  /** net0 cannot be left out. */
  removeCard(index: number): void {
    const [first, ...more] = this.draft().networks;
    this.patch({ networks: [first, ...more.filter((_, at) => at + 1 !== index)] });
  }

  /** Takes over what the template suggests. Null starts from scratch. */
  choose(template: Template | null): void {
    if (template && template.id === this.draft().templateId) return;
    const suggested = template?.defaults ?? {};
    this.patch({
      ...suggested,
      templateId: template?.id ?? null,
      fromScratch: template === null,
      osTemplate: '',
      skippedGroups: offAtFirst(template?.packageGroups ?? []),
      skippedScripts: offAtFirst(template?.scripts ?? []),
      scriptOrder: [],
    });
  }

  refuse(problems: readonly FieldProblem[]): void {
    this.refused.set(problems);
  }

  object(objections: readonly FieldProblem[]): void {
    this.objections.set(objections);
  }

  /** Shows the problems of a step, also of fields that were not visited. */
  insist(step: StepKey): void {
    this.insisted.update((steps) => new Set(steps).add(step));
  }

  insists(step: StepKey): boolean {
    const told = [...this.refused(), ...this.objections()];
    return this.insisted().has(step) || told.some(({ field }) => stepOfField(field) === step);
  }

  problemsIn(step: StepKey): readonly FieldProblem[] {
    return this.problems().filter(({ field }) => stepOfField(field) === step);
  }

  /** The first problem of a field or of one of its parts. */
  problemOf(field: string): Problem | null {
    const all = [...this.problems(), ...this.objections()];
    return all.find((found) => found.field === field || found.field.startsWith(`${field}.`)) ?? null;
  }

  private fillNode(): void {
    const nodes = this.nodes() ?? [];
    const { nodeId, sshKeys } = untracked(this.draft);
    if (nodes.length === 0 || nodes.some(({ id }) => id === nodeId)) return;
    const last = nodes.find(({ id }) => id === this.presets.lastNode()) ?? nodes[0];
    if (!last) return;
    this.store.patch({ sshKeys: sshKeys || this.presets.sshKeys() });
    this.chooseNode(last.id);
  }

  /** Chooses the storage with most room and the first bridge, unless what is chosen exists on the node. */
  private fillFromInventory(): void {
    const inventory = this.inventory();
    if (!inventory) return;
    const { storage, networks } = untracked(this.draft);
    const storages = inventory.storages.filter(({ holdsContainers }) => holdsContainers);
    if (!storages.some(({ name }) => name === storage))
      this.store.patch({ storage: storages[0]?.name ?? '' });
    networks.forEach(({ bridge }, index) => {
      if (inventory.bridges.some(({ name }) => name === bridge)) return;
      this.patchCard(index, { bridge: inventory.bridges[0]?.name ?? '' });
    });
  }
}

function answered(result: InventoryResult | undefined): Inventory | undefined {
  return result?.__typename === 'NodeInventory' ? result : undefined;
}

export type Capacity = NodeCapacitiesQuery['nodeCapacities'][number];

/** An empty or impossible size asks for the room that a small container needs. */
function wantedRoom({ memory, disk }: WizardDraft): { memory: number; disk: number } {
  return { memory: size(memory, 512), disk: size(disk, 4) };
}

function size(typed: number | null, other: number): number {
  return typed !== null && Number.isInteger(typed) && typed > 0 && typed < 2 ** 31 ? typed : other;
}
