/** What one node's API tells about the others. */
export interface NodeDirectory {
  tlsFingerprint(node: string): string;
}
