/** Reads of Proxmox VE's answers, in which numbers may be strings and booleans are 0 and 1. */
export type Row = Readonly<Record<string, unknown>>;

export function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

export function asRows(value: unknown): Row[] {
  return Array.isArray(value) ? value.map(asRow) : [];
}

export function text(row: Row, name: string): string | null {
  const value = row[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

export function number(row: Row, name: string): number {
  const value = row[name];
  const found = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : 0;
}

/** 1, "1" and true are true; everything else is false. */
export function flag(row: Row, name: string): boolean {
  const value = row[name];
  return value === 1 || value === '1' || value === true;
}
