type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Plain data as YAML 1.2 in block style. Every string is double-quoted as in JSON, which YAML reads as it is, so that no
 * value can be taken for something else.
 */
export function toYaml(value: Plain, indent = ''): string {
  if (Array.isArray(value)) {
    return (value as readonly Plain[]).map((item) => `${indent}- ${nested(item, `${indent}  `)}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as { readonly [key: string]: Plain });
    return entries.map(([key, item]) => `${indent}${key}:${member(item, `${indent}  `)}`).join('');
  }
  return `${indent}${JSON.stringify(value)}\n`;
}

/** What fits behind a dash or a key. */
const isShort = (value: Plain) =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

/** Behind `- `: the first line stands on the dash's line. */
function nested(item: Plain, indent: string): string {
  return isShort(item) ? `${JSON.stringify(item)}\n` : toYaml(item, indent).slice(indent.length);
}

/** Behind `key:`. */
function member(item: Plain, indent: string): string {
  return isShort(item) ? ` ${JSON.stringify(item)}\n` : `\n${toYaml(item, indent)}`;
}
