const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');

export interface UpidParts {
  readonly node: string;
  readonly pid: number;
  /** Jiffies since boot at which the worker process started. */
  readonly pstart: number;
  /** Seconds since 1970. */
  readonly starttime: number;
  readonly type: string;
  readonly id: string;
  readonly user: string;
}

/** `UPID:node:pid:pstart:start:type:id:user:`, numbers in hexadecimal digits, see PVE::Tools::upid_encode. */
export function formatUpid(parts: UpidParts): string {
  const { node, pid, pstart, starttime, type, id, user } = parts;
  return `UPID:${node}:${hex(pid, 8)}:${hex(pstart, 8)}:${hex(starttime, 8)}:${type}:${id}:${user}:`;
}

/** Whether a text has the form of a UPID. */
export function isUpid(text: string): boolean {
  return /^UPID:[a-zA-Z0-9-]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s]+:[^:\s]*:[^:\s]+:$/.test(text);
}
