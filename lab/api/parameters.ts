import { parameterError } from './pve-error.js';

/** A parameter's definition, as in Proxmox VE's API schema. */
export interface Parameter {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly optional?: true;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly oneOf?: readonly string[];
  /** Names the reason if the value is not well formed. */
  readonly format?: (value: string) => string | null;
}

/** By name; a name that ends in `[n]` stands for a numbered family such as net0 to net31. */
export type Parameters = Readonly<Record<string, Parameter>>;

const NUMBERED_LIMIT = 256;

/** The checked parameters of a call, path and query and body together. */
export class Arguments {
  constructor(private readonly values: ReadonlyMap<string, string>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }
  text(name: string): string {
    return this.values.get(name) ?? '';
  }
  optional(name: string): string | null {
    return this.values.get(name) ?? null;
  }
  integer(name: string, fallback = 0): number {
    return this.values.has(name) ? Number(this.values.get(name)) : fallback;
  }
  flag(name: string, fallback = false): boolean {
    return this.values.has(name) ? this.values.get(name) === '1' : fallback;
  }
  entries(): [string, string][] {
    return [...this.values];
  }
}

/** Checks every given parameter and throws a 400 that names all that is wrong, as Proxmox VE does. */
export function checkParameters(definitions: Parameters, given: ReadonlyMap<string, unknown>): Arguments {
  const errors: Record<string, string> = {};
  const values = new Map<string, string>();
  for (const [name, raw] of given) {
    const definition = find(definitions, name);
    const value = definition ? normalise(definition, raw) : null;
    const problem = definition && value !== null ? problemOf(definition, value) : null;
    if (!definition) {
      errors[name] = 'property is not defined in schema and the schema does not allow additional properties';
    } else if (value === null) errors[name] = `type check ('${definition.type}') failed`;
    else if (problem !== null) errors[name] = problem;
    else values.set(name, value);
  }
  for (const [name, definition] of Object.entries(definitions)) {
    if (!definition.optional && !given.has(name)) {
      errors[name] = 'property is missing and it is not optional';
    }
  }
  if (Object.keys(errors).length > 0) throw parameterError(errors);
  return new Arguments(values);
}

function find(definitions: Parameters, name: string): Parameter | undefined {
  if (Object.hasOwn(definitions, name)) return definitions[name];
  const numbered = /^([a-z]+)(\d{1,3})$/.exec(name);
  if (!numbered || Number(numbered[2]) >= NUMBERED_LIMIT) return undefined;
  const family = `${numbered[1] ?? ''}[n]`;
  return Object.hasOwn(definitions, family) ? definitions[family] : undefined;
}

/** The value as a string; JSON's true and false become 1 and 0, and only where a boolean is expected. */
function normalise(definition: Parameter, raw: unknown): string | null {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'number' && definition.type !== 'boolean') return String(raw);
  if (definition.type === 'boolean' && (raw === 0 || raw === 1)) return String(raw);
  if (definition.type === 'boolean' && typeof raw === 'boolean') return raw ? '1' : '0';
  return null;
}

function problemOf(definition: Parameter, value: string): string | null {
  switch (definition.type) {
    case 'boolean':
      return value === '0' || value === '1' ? null : `type check ('boolean') failed - got '${value}'`;
    case 'integer':
      return /^-?\d+$/.test(value)
        ? rangeProblem(definition, Number(value))
        : `type check ('integer') failed - got '${value}'`;
    case 'number':
      return value !== '' && Number.isFinite(Number(value))
        ? rangeProblem(definition, Number(value))
        : `type check ('number') failed - got '${value}'`;
    case 'string':
      return textProblem(definition, value);
  }
}

function rangeProblem({ min, max }: Parameter, value: number): string | null {
  if (min !== undefined && value < min) return `value must have a minimum value of ${min}`;
  if (max !== undefined && value > max) return `value must have a maximum value of ${max}`;
  return null;
}

function textProblem(definition: Parameter, value: string): string | null {
  const { minLength, maxLength, oneOf, format } = definition;
  if (minLength !== undefined && value.length < minLength) {
    return `value must be at least ${minLength} characters long`;
  }
  if (maxLength !== undefined && value.length > maxLength) {
    return `value may only be ${maxLength} characters long`;
  }
  if (oneOf && !oneOf.includes(value)) {
    return `value '${value}' does not have a value in the enumeration '${oneOf.join(', ')}'`;
  }
  return format?.(value) ?? null;
}
