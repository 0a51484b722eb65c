import type { Fault, FaultKind } from './fault.js';

/** A fault that cannot be understood, in a sentence. */
export class BadFault extends Error {
  override readonly name = 'BadFault';
}

type Field = 'text' | 'count' | 'flag' | 'texts';
/** A field's name; one that ends in `?` may be left out. */
type Fields = Readonly<Record<string, Field>>;

const COUNTED: Fields = { 'nth?': 'count', 'times?': 'count' };
const MATCHERS: Readonly<Record<FaultKind, Fields>> = {
  api: { ...COUNTED, 'node?': 'text', 'method?': 'text', 'path?': 'text' },
  task: { ...COUNTED, 'node?': 'text', 'type?': 'text', 'vmid?': 'count' },
  ssh: { ...COUNTED, 'node?': 'text' },
  command: { ...COUNTED, 'node?': 'text', 'command?': 'text' },
  storage: { 'node?': 'text', storage: 'text' },
  node: { node: 'text' },
};
const EFFECTS: Readonly<Record<FaultKind, Readonly<Record<string, Fields>>>> = {
  api: {
    delay: { ms: 'count' },
    answer: { status: 'count', message: 'text', 'errors?': 'texts' },
    reset: {},
    hang: {},
    'lose-reply': {},
    cut: { bytes: 'count' },
  },
  task: {
    end: { status: 'text', 'afterWork?': 'flag' },
    kill: { 'lines?': 'count' },
    delay: { ms: 'count' },
  },
  ssh: { reject: {}, 'other-host-key': {}, 'half-open': {}, cut: { bytes: 'count' } },
  command: {
    cut: { bytes: 'count' },
    freeze: { bytes: 'count' },
    delay: { ms: 'count' },
    throttle: { bytesPerSecond: 'count' },
    flood: { lines: 'count' },
    exit: { code: 'count', 'stderr?': 'text' },
  },
  storage: { full: {} },
  node: { down: {}, reboot: { 'ms?': 'count' }, unreachable: {}, refuse: { service: 'text' } },
};

/** Checks what came over the wire or out of a file. Throws `BadFault`. */
export function parseFault(value: unknown): Fault {
  const fault = record(value, 'a fault');
  const on = fault['on'];
  if (!isKind(on)) throw new BadFault(`"on" must be one of ${Object.keys(EFFECTS).join(', ')}`);
  const effect = record(fault['effect'], '"effect"');
  const kind = String(effect['kind']);
  const fields = Object.hasOwn(EFFECTS[on], kind) ? EFFECTS[on][kind] : undefined;
  if (!fields) throw new BadFault(`an effect on ${on} must be one of ${Object.keys(EFFECTS[on]).join(', ')}`);
  check(without(fault, ['on', 'effect']), MATCHERS[on], `a fault on ${on}`);
  check(without(effect, ['kind']), fields, `the effect ${kind}`);
  if (on === 'node' && kind === 'refuse' && effect['service'] !== 'api' && effect['service'] !== 'ssh') {
    throw new BadFault('"service" must be api or ssh');
  }
  // All of its fields have just been checked against the table of its kind.
  return value as Fault;
}

/** A scenario: a list of faults. Throws `BadFault`. */
export function parseFaults(value: unknown): Fault[] {
  if (!Array.isArray(value)) return [parseFault(value)];
  return value.map((entry) => parseFault(entry));
}

function check(given: Readonly<Record<string, unknown>>, fields: Fields, what: string): void {
  for (const [name, value] of Object.entries(given)) {
    const field = fields[name] ?? fields[`${name}?`];
    if (!field) throw new BadFault(`${what} has no "${name}"`);
    if (!fits(field, value)) throw new BadFault(`"${name}" of ${what} is not a ${field}`);
  }
  const missing = Object.keys(fields).find((name) => !name.endsWith('?') && !(name in given));
  if (missing !== undefined) throw new BadFault(`${what} needs "${missing}"`);
}

function fits(field: Field, value: unknown): boolean {
  switch (field) {
    case 'text':
      return typeof value === 'string';
    case 'count':
      return Number.isSafeInteger(value) && Number(value) >= 0;
    case 'flag':
      return typeof value === 'boolean';
    case 'texts':
      return (
        typeof value === 'object' &&
        value !== null &&
        Object.values(value).every((text) => typeof text === 'string')
      );
  }
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadFault(`${what} must be an object`);
  }
  return Object.fromEntries(Object.entries(value));
}

function without(value: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function isKind(value: unknown): value is FaultKind {
  return typeof value === 'string' && Object.hasOwn(EFFECTS, value);
}
