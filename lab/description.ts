import type { LabAdmin } from './faults/faults-client.js';
import { sshFingerprint, tlsFingerprint } from './identity.js';
import type { NodeIdentity } from './identity.js';

/** How to reach a node of the lab. */
export interface LabNode {
  readonly name: string;
  readonly host: '127.0.0.1';
  readonly apiPort: number;
  readonly sshPort: number;
  readonly sshUser: 'root';
  readonly sshPassword: string;
  /** A key that logs in as well. */
  readonly sshPrivateKey: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
}

/** The content of `lab.json`. */
export interface LabFile {
  readonly pid: number;
  readonly simulated: boolean;
  /** Why there are no real containers, if so. */
  readonly simulatedBecause: string | null;
  readonly nodes: readonly LabNode[];
  /** The lab's own controls, with which things are made to go wrong. */
  readonly admin: LabAdmin;
}

export function describeNode(name: string, identity: NodeIdentity): LabNode {
  return {
    name,
    host: '127.0.0.1',
    apiPort: identity.apiPort,
    sshPort: identity.sshPort,
    sshUser: 'root',
    sshPassword: identity.sshPassword,
    sshPrivateKey: identity.sshLoginKey,
    tokenId: identity.tokenId,
    tokenSecret: identity.tokenSecret,
    tlsFingerprint: tlsFingerprint(identity.tlsCertificate),
    sshFingerprint: sshFingerprint(identity.sshHostKey),
  };
}
