import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

/** A node of the lab, as `lab.json` describes it. */
export interface LabNode {
  readonly name: string;
  readonly host: string;
  readonly apiPort: number;
  readonly sshPort: number;
  readonly sshUser: string;
  readonly sshPassword: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
}

export interface LabFile {
  readonly pid: number;
  readonly nodes: readonly LabNode[];
}

/** The file in which a lab tells how to reach it, or null if there is none (yet). */
export function readLabFile(path: string): LabFile | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LabFile;
  } catch {
    return null;
  }
}

/**
 * Whether the lab that wrote the file still answers. Its process id alone would not do: after a restart of the machine
 * the number may be another program's; the certificate is the lab's own.
 */
export function answers(lab: LabFile): Promise<boolean> {
  const node = lab.nodes[0];
  if (!node) return Promise.resolve(false);
  return new Promise((resolve) => {
    // The certificate is self-signed; what counts is its fingerprint. Nothing is sent over this connection.
    const socket = connect({
      host: node.host,
      port: node.apiPort,
      rejectUnauthorized: false,
      timeout: 3_000,
    });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('secureConnect', () => {
      settle(socket.getPeerCertificate().fingerprint256 === node.tlsFingerprint);
    });
    socket.on('timeout', () => {
      settle(false);
    });
    socket.on('error', () => {
      settle(false);
    });
  });
}
