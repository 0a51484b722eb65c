import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

/** One request to a node's API as it may be told: what is secret in it is masked. */
export interface TracedRequest {
  readonly node: string;
  readonly method: string;
  /** Below `/api2/json`, with the query. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** 0 if no answer came. */
  readonly status: number;
  readonly durationMs: number;
}

/** Whoever wants to trace what is asked of nodes subscribes to this channel; nobody else pays for it. */
export const PROXMOX_REQUESTS = 'infrahaus:proxmox';
const SECRET = new Set(['password']);
const MASKED = '********';
const requests = channel(PROXMOX_REQUESTS);

export function traceRequest(
  node: string,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: string | null },
  status: number,
  durationMs: number,
): void {
  if (!requests.hasSubscribers) return;
  const parameters = [...new URLSearchParams(body ?? '')].map(([name, value]) => [
    name,
    SECRET.has(name) ? MASKED : value,
  ]);
  const told: TracedRequest = {
    ...{ node, method, path, status, durationMs },
    parameters: Object.fromEntries(parameters) as Record<string, string>,
  };
  requests.publish(told);
}

/**
 * Adds every request of this process to a file, as a line of JSON that only the file's owner may read, until the
 * answered function is called. A file that cannot be written costs lines of the trace and nothing else.
 */
export function traceRequestsTo(file: string): () => void {
  const add = (request: unknown) => {
    const line = JSON.stringify({ at: new Date().toISOString(), ...(request as TracedRequest) });
    try {
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // The requests matter more than their trace.
    }
  };
  subscribe(PROXMOX_REQUESTS, add);
  return () => {
    unsubscribe(PROXMOX_REQUESTS, add);
  };
}
