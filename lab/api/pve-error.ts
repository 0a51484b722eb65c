/** An answer other than success, with the texts of Proxmox VE: the message goes into the reason phrase and the body. */
export class PveError extends Error {
  override readonly name = 'PveError';
  constructor(
    readonly status: number,
    message: string,
    /** Field messages. */
    readonly errors: Readonly<Record<string, string>> | null = null,
  ) {
    super(message);
  }
}

export function parameterError(errors: Readonly<Record<string, string>>): PveError {
  return new PveError(400, 'Parameter verification failed.', errors);
}

/** What Proxmox VE says about a container that does not exist: a 500, not a 404. */
export function noSuchContainer(node: string, vmid: number): PveError {
  return new PveError(500, `Configuration file 'nodes/${node}/lxc/${vmid}.conf' does not exist`);
}
