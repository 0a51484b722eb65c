import type { CreateContainerInput } from '../../../../schema/generated/server.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { RegisteredNode } from '../../inventory/domain/node-registry.js';
import type { NodeDirectory } from '../../inventory/node-directory.js';
import { inventoryOf } from '../../inventory/node-inventory.js';

type Inventory = Awaited<ReturnType<typeof inventoryOf>>;

/** What is wrong with a request in the eyes of the node that it is for: asked before anything is recorded. */
export async function nodeProblems(
  directory: NodeDirectory,
  node: RegisteredNode,
  input: CreateContainerInput,
  osTemplate: string,
): Promise<FieldProblem[]> {
  const api = await directory.apiOf(node);
  try {
    const [inventory, taken] = await Promise.all([inventoryOf(api), api.takenVmids()]);
    return problemsIn(inventory, taken, input, osTemplate);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ field: 'nodeId', code: 'NODE.UNREACHABLE', reason: message }];
  } finally {
    api.close();
  }
}

function problemsIn(
  inventory: Inventory,
  taken: readonly number[],
  { storage, network, vmid }: CreateContainerInput,
  osTemplate: string,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!inventory.storages.some(({ name, holdsContainers }) => name === storage && holdsContainers)) {
    const reason = `The node has no storage ${storage} that may hold containers.`;
    problems.push({ field: 'storage', code: 'STORAGE.UNKNOWN', reason });
  }
  if (!inventory.bridges.some(({ name }) => name === network.bridge)) {
    const reason = `The node has no bridge ${network.bridge}.`;
    problems.push({ field: 'network.bridge', code: 'BRIDGE.UNKNOWN', reason });
  }
  if (!inventory.osTemplates.some(({ name, volid }) => isTemplate(osTemplate, name, volid))) {
    const reason = `Neither the node nor its catalogue has an OS template ${osTemplate}.`;
    problems.push({ field: 'osTemplate', code: 'OS_TEMPLATE.UNKNOWN', reason });
  }
  if (typeof vmid === 'number' && taken.includes(vmid)) {
    const reason = `VMID ${String(vmid)} is taken; the next free one is ${String(inventory.nextVmid)}.`;
    problems.push({ field: 'vmid', code: 'VMID.TAKEN', reason });
  }
  return problems;
}

/** `debian-12-standard` stands for any version of it; a volume id or file name for just that one. */
function isTemplate(wanted: string, name: string, volid: string | null): boolean {
  return wanted === volid || wanted === name || name.startsWith(`${wanted}_`);
}
