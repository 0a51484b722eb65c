/** Talks to the API of one Proxmox VE node. */
export interface ProxmoxClient {
  /** The node that this client was opened for. */
  readonly node: string;
}
