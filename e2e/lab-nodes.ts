import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Application } from './application.js';

/** How a node of the lab is reached. */
export interface LabNode {
  readonly name: string;
  readonly host: string;
  readonly apiPort: number;
  readonly sshPort: number;
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly sshUser: string;
  readonly sshPassword: string;
  readonly sshPrivateKey: string;
}

/** The nodes of an application's lab, as the lab itself tells. */
export function labNodes({ dataDir }: Application): readonly LabNode[] {
  const { nodes } = JSON.parse(readFileSync(join(dataDir, 'lab', 'lab.json'), 'utf8')) as {
    nodes: LabNode[];
  };
  return nodes;
}
