export type ProxmoxErrorCode =
  | 'PROXMOX.UNREACHABLE'
  | 'PROXMOX.TIMEOUT'
  | 'PROXMOX.FINGERPRINT_CHANGED'
  | 'PROXMOX.UNAUTHORIZED'
  | 'PROXMOX.FORBIDDEN'
  | 'PROXMOX.INVALID_PARAMETER'
  | 'PROXMOX.ALREADY_EXISTS'
  | 'PROXMOX.NOT_FOUND'
  | 'PROXMOX.LOCKED'
  | 'PROXMOX.PROXY_FAILED'
  | 'PROXMOX.NOT_IMPLEMENTED'
  | 'PROXMOX.FAILED';

/** An answer, or the lack of one, that is no success. Its message never holds a credential. */
export class ProxmoxError extends Error {
  override readonly name = 'ProxmoxError';
  constructor(
    readonly code: ProxmoxErrorCode,
    message: string,
    /** Whether the same request may succeed later without anybody changing anything. */
    readonly retryable: boolean,
    /** The request may have taken effect although it failed: never repeat a change blindly. */
    readonly outcomeUnknown: boolean,
  ) {
    super(message);
  }
}

/** The error behind a status and the node's own words (see the error table of the Proxmox VE API). */
export function errorOf(
  status: number,
  message: string,
  fields: Readonly<Record<string, string>>,
): ProxmoxError {
  const details = Object.entries(fields).map(([field, reason]) => `${field}: ${reason}`);
  const text = [message.trim() || `The node answered with status ${String(status)}.`, ...details].join(' ');
  const [code, retryable, unknown] = classify(status, text);
  return new ProxmoxError(code, text, retryable, unknown);
}

function classify(status: number, text: string): [ProxmoxErrorCode, boolean, boolean] {
  // These say enough by themselves; "no such token" is no missing container.
  if (status === 401) return ['PROXMOX.UNAUTHORIZED', false, false];
  if (status === 403) return ['PROXMOX.FORBIDDEN', false, false];
  if (status === 501) return ['PROXMOX.NOT_IMPLEMENTED', false, false];
  if (status === 595 || status === 596 || status === 599) return ['PROXMOX.PROXY_FAILED', true, true];
  // A missing container and a busy one are both status 500: only the text tells them apart.
  if (/already exists/.test(text)) return ['PROXMOX.ALREADY_EXISTS', false, false];
  if (/does not exist|no such (?!cluster node)/.test(text)) return ['PROXMOX.NOT_FOUND', false, false];
  if (/can't lock file|is locked|got timeout/.test(text)) return ['PROXMOX.LOCKED', true, false];
  if (status === 400) return ['PROXMOX.INVALID_PARAMETER', false, false];
  return ['PROXMOX.FAILED', false, false];
}
