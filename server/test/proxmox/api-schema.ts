import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Proxmox VE's own description of its API lies beside the project where it is developed; it is no part of it. */
const FILE = join(process.cwd(), '../shared/proxmox/pve-lxc-schema.json');

interface Definition {
  readonly type: string;
  readonly opt?: number;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly default_key?: number;
  /** Of a property string: `name=eth0,bridge=vmbr0`. */
  readonly props?: Readonly<Record<string, Definition>>;
}
interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, Definition>>;
}
export interface CheckedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export const schemaIsThere = existsSync(FILE);
/** Every method that is known. */
export const endpoints: readonly Endpoint[] = schemaIsThere
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as { endpoints: Endpoint[] }).endpoints
  : [];

/** What of a request Proxmox VE's schema does not allow; nothing if the schema is not there. */
export function violationsOf({ method, path, parameters }: CheckedRequest): string[] {
  if (!schemaIsThere) return [];
  const [bare = '', query = ''] = path.split('?');
  for (const endpoint of endpoints) {
    const inPath = endpoint.method === method ? matchPath(endpoint.path, bare) : null;
    if (!inPath) continue;
    const given = { ...inPath, ...Object.fromEntries(new URLSearchParams(query)), ...parameters };
    return violationsIn(endpoint.parameters, given).map((text) => `${method} ${endpoint.path}: ${text}`);
  }
  return [`${method} ${bare}: there is no such method`];
}

function matchPath(template: string, path: string): Record<string, string> | null {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index]!);
    if (part.startsWith('{')) values[part.slice(1, -1)] = value;
    else if (part !== value) return null;
  }
  return values;
}

function violationsIn(
  definitions: Endpoint['parameters'],
  given: Readonly<Record<string, string>>,
): string[] {
  const missing = Object.entries(definitions)
    .filter(([name, { opt }]) => !opt && !(name in given))
    .map(([name]) => `${name} is missing`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const definition = definitions[name] ?? definitions[name.replace(/\d+$/, '[n]')];
    if (!definition) return [`${name} is no parameter`];
    return problemsOf(definition, value).map((text) => `${name}: ${text}`);
  });
  return [...missing, ...wrong];
}

function problemsOf(definition: Definition, value: string): string[] {
  if (definition.props) return violationsIn(definition.props, propertiesOf(definition.props, value));
  const { type, min = -Infinity, max = Infinity, minLength = 0, maxLength = Infinity, pattern } = definition;
  switch (type) {
    case 'boolean':
      return value === '0' || value === '1' ? [] : [`${value} is neither 0 nor 1`];
    case 'integer':
    case 'number': {
      const number = Number(value);
      const fine = value !== '' && (type === 'number' ? Number.isFinite(number) : Number.isInteger(number));
      return fine && number >= min && number <= max ? [] : [`${value} is no ${type} in its limits`];
    }
    default: {
      if (value.length < minLength || value.length > maxLength)
        return [`its length is ${String(value.length)}`];
      if (definition.enum && !definition.enum.includes(value))
        return [`${value} is none of the known values`];
      return pattern && !new RegExp(`^${pattern}$`).test(value) ? [`${value} is not well formed`] : [];
    }
  }
}

function propertiesOf(props: Readonly<Record<string, Definition>>, value: string): Record<string, string> {
  const standard = Object.keys(props).find((name) => props[name]?.default_key) ?? '';
  return Object.fromEntries(
    value.split(',').map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [standard, part] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}
