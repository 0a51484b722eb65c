/** Errors of a node are answers: their messages are written for people and hold no secret. */
export function unreachable(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'PROXMOX.FAILED';
  return { __typename: 'NodeUnreachable' as const, message, code };
}
