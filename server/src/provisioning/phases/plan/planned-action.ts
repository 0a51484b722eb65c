import type { ContainerSpec } from '../../../containers/domain/container-spec.js';
import type { Parameters, ProxmoxRequest } from '../../../proxmox/requests.js';
import { shellWords } from '../../../ssh/shell-words.js';

/** What a plan is made from: everything that a run knows before it begins. */
export interface PlanContext {
  readonly installation: string;
  /** Text that stands for what only the run finds out is in angle brackets. */
  readonly container: string;
  readonly spec: ContainerSpec;
  readonly node: string;
  readonly vmid: number | string;
  readonly template: PlannedTemplate;
}

export interface PlannedTemplate {
  /** The volume id of the OS template. */
  readonly volid: string;
  /** What has to be downloaded first, or null. */
  readonly download: { readonly storage: string; readonly template: string } | null;
}

/** One call, command or file of a run, for people to read and copy. It holds no secret. */
export interface PlannedAction {
  readonly kind: 'request' | 'command' | 'file';
  readonly title: string;
  /** A request as `pvesh` takes it, a command line of the node, or the path of a file. */
  readonly text: string;
  /** What else is worth knowing, for example a file's permissions, or null. */
  readonly note: string | null;
}

export const MASKED = '••••••••';
/** What only the run finds out. */
export const PLACEHOLDER = {
  vmid: '<VMID>',
  container: '<container>',
  execution: '<execution>',
  attempt: '<attempt>',
  claim: '<claim>',
  run: '<run>',
} as const;
const FOR_PEOPLE: ReadonlySet<string> = new Set([MASKED, ...Object.values(PLACEHOLDER)]);
const SECRET = new Set(['password']);
const VERB = { POST: 'create', PUT: 'set', DELETE: 'delete' } as const;

/** A request of the API as the command that does the same on the node (pvesh(1)). */
export function plannedRequest(title: string, { method, path, parameters }: ProxmoxRequest): PlannedAction {
  const words = ['pvesh', VERB[method], path, ...optionsOf(parameters)];
  return { kind: 'request', title, text: readableWords(words), note: `${method} /api2/json${path}` };
}

function optionsOf(parameters: Parameters): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [`--${name}`, SECRET.has(name) ? MASKED : String(value)];
  });
}

/** A command on the node itself. */
export function plannedCommand(
  title: string,
  words: readonly string[],
  note: string | null = null,
): PlannedAction {
  return { kind: 'command', title, text: readableWords(words), note };
}

/** A program in the container, reached by `pct exec`. */
export function plannedExec(
  { vmid }: PlanContext,
  title: string,
  argv: readonly string[],
  note: string | null = null,
): PlannedAction {
  return plannedCommand(title, ['pct', 'exec', String(vmid), '--', ...argv], note);
}

/** Placeholders and masks are for people, so they are not quoted. */
function readableWords(words: readonly string[]): string {
  return words.map((word) => (FOR_PEOPLE.has(word) ? word : shellWords([word]))).join(' ');
}
