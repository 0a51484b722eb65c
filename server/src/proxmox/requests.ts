/** A change as it is sent to a node's API. */
export interface ProxmoxRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Below `/api2/json`. */
  readonly path: string;
  readonly parameters: Parameters;
}
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/**
 * Every change that a run makes through the API, built in one place: the client sends them, and the plan that people
 * read before a run shows the same ones.
 */
export const requests = {
  /** Its parameters are secret, so they are not part of it. */
  login: { method: 'POST', path: '/access/ticket' },
  downloadTemplate: (node: string, storage: string, template: string): ProxmoxRequest => ({
    method: 'POST',
    path: `${nodePath(node)}/aplinfo`,
    parameters: { storage, template },
  }),
  createContainer: (node: string, parameters: Parameters): ProxmoxRequest => ({
    method: 'POST',
    path: `${nodePath(node)}/lxc`,
    parameters,
  }),
  startContainer: (node: string, vmid: number | string): ProxmoxRequest => ({
    method: 'POST',
    path: `${nodePath(node)}/lxc/${String(vmid)}/status/start`,
    parameters: {},
  }),
  stopContainer: (node: string, vmid: number): ProxmoxRequest => ({
    method: 'POST',
    path: `${nodePath(node)}/lxc/${String(vmid)}/status/stop`,
    parameters: {},
  }),
  shutdownContainer: (node: string, vmid: number, limits: Parameters): ProxmoxRequest => ({
    method: 'POST',
    path: `${nodePath(node)}/lxc/${String(vmid)}/status/shutdown`,
    parameters: limits,
  }),
  /** With `purge` also from backup jobs, replication and high availability. */
  destroyContainer: (node: string, vmid: number): ProxmoxRequest => ({
    method: 'DELETE',
    path: `${nodePath(node)}/lxc/${String(vmid)}`,
    parameters: { purge: 1 },
  }),
  stopTask: (node: string, upid: string): ProxmoxRequest => ({
    method: 'DELETE',
    path: `${nodePath(node)}/tasks/${encodeURIComponent(upid)}`,
    parameters: {},
  }),
};

export function nodePath(node: string): string {
  return `/nodes/${encodeURIComponent(node)}`;
}
