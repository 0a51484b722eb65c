/** A property string such as `name=eth0,bridge=vmbr0`; a part without `=` is the default key's value. */
export function parsePropertyString(text: string, defaultKey: string | null = null): Map<string, string> {
  const properties = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at > 0) properties.set(part.slice(0, at), part.slice(at + 1));
    else if (defaultKey !== null && part !== '') properties.set(defaultKey, part);
  }
  return properties;
}

export function formatPropertyString(properties: ReadonlyMap<string, string>): string {
  return [...properties].map(([key, value]) => `${key}=${value}`).join(',');
}
