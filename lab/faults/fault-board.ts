import type {
  ActiveFault,
  ApiEffect,
  CommandEffect,
  Counted,
  Fault,
  FaultKind,
  FaultOn,
  NodeEffect,
  SshEffect,
  TaskEffect,
} from './fault.js';

interface Entry<F extends Fault = Fault> {
  readonly id: number;
  readonly fault: F;
  matched: number;
  struck: number;
}

const REBOOT_MS = 2000;

/** The faults that are set. Whoever does something that can go wrong asks it first. */
export class FaultBoard {
  private readonly entries = new Map<number, Entry>();
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  constructor(private readonly nodes: readonly string[]) {}

  add(fault: Fault): number {
    const id = ++this.lastId;
    this.entries.set(id, { id, fault, matched: 0, struck: 0 });
    if (fault.on === 'node' && fault.effect.kind === 'reboot') {
      setTimeout(() => this.remove(id), fault.effect.ms ?? REBOOT_MS).unref();
    }
    this.changed();
    return id;
  }

  remove(id: number): boolean {
    const removed = this.entries.delete(id);
    this.changed();
    return removed;
  }

  clear(): void {
    this.entries.clear();
    this.changed();
  }

  list(): ActiveFault[] {
    return [...this.entries.values()].map((entry) => ({ ...entry }));
  }

  /** Called after every change of the list. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  api(node: string, method: string, path: string): ApiEffect[] {
    return this.strike('api', ({ fault }) => {
      const { method: wanted, path: pattern } = fault;
      return (
        this.concerns(fault.node, node) &&
        (wanted === undefined || wanted.toUpperCase() === method) &&
        (pattern === undefined || pathPattern(pattern).test(path))
      );
    }).map(({ effect }) => effect);
  }

  task(node: string, type: string, id: string): TaskEffect[] {
    return this.strike(
      'task',
      ({ fault }) =>
        this.concerns(fault.node, node) &&
        (fault.type === undefined || fault.type === type) &&
        (fault.vmid === undefined || String(fault.vmid) === id),
    ).map(({ effect }) => effect);
  }

  ssh(node: string): SshEffect[] {
    return this.strike('ssh', ({ fault }) => this.concerns(fault.node, node)).map(({ effect }) => effect);
  }

  command(node: string, line: string): CommandEffect[] {
    return this.strike(
      'command',
      ({ fault }) =>
        this.concerns(fault.node, node) && (fault.command === undefined || line.includes(fault.command)),
    ).map(({ effect }) => effect);
  }

  isFull(node: string, storage: string): boolean {
    const full = this.of('storage').find(
      ({ fault }) => fault.storage === storage && this.concerns(fault.node, node),
    );
    return full !== undefined;
  }

  /** What is wrong with a node as a whole. A reboot is over by itself, and then not in it any more. */
  node(node: string): NodeEffect[] {
    return this.of('node')
      .filter(({ fault }) => this.concerns(fault.node, node))
      .map(({ fault }) => fault.effect);
  }

  concerns(wanted: string | undefined, node: string): boolean {
    return wanted === undefined || wanted === node || wanted === String(this.nodes.indexOf(node) + 1);
  }

  private of<Kind extends FaultKind>(kind: Kind): Entry<FaultOn<Kind>>[] {
    return [...this.entries.values()].filter(
      (entry): entry is Entry<FaultOn<Kind>> => entry.fault.on === kind,
    );
  }

  /** Counts a match and returns the faults whose turn it is. */
  private strike<Kind extends 'api' | 'task' | 'ssh' | 'command'>(
    kind: Kind,
    matches: (entry: Entry<FaultOn<Kind>>) => boolean,
  ): FaultOn<Kind>[] {
    const struck: FaultOn<Kind>[] = [];
    for (const entry of this.of(kind)) {
      if (!matches(entry)) continue;
      entry.matched += 1;
      const { nth = 1, times = 1 }: Counted = entry.fault;
      if (entry.matched < nth || (times > 0 && entry.struck >= times)) continue;
      entry.struck += 1;
      struck.push(entry.fault);
    }
    return struck;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** `*` stands for one part of a path, `**` for any rest. */
export function pathPattern(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*?)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join('')}$`);
}
