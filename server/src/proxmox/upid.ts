/** What the id of a Proxmox task tells: `UPID:node:pid:pstart:start:type:id:user:`. */
export interface Upid {
  readonly node: string;
  /** Seconds since the Unix epoch. */
  readonly startedAt: number;
  readonly type: string;
  readonly id: string;
  readonly user: string;
}

const PATTERN = /^UPID:([^:\s]+):[0-9A-F]{8}:[0-9A-F]{8,9}:([0-9A-F]{8}):([^:\s]+):([^:\s]*):([^:\s]+):$/i;

/** The parts of a task's id, or null if it is none. */
export function parseUpid(text: string): Upid | null {
  const [, node, start, type, id, user] = PATTERN.exec(text) ?? [];
  if (
    node === undefined ||
    start === undefined ||
    type === undefined ||
    id === undefined ||
    user === undefined
  ) {
    return null;
  }
  return { node, startedAt: Number.parseInt(start, 16), type, id, user };
}
