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

export interface RegisteredNode {
  readonly name: string;
  readonly lab: boolean;
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

/** Speaks to the server's GraphQL API as any client with a bearer token does. */
export class ServerApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async nodes(): Promise<readonly RegisteredNode[]> {
    const data = await this.ask<{ nodes: RegisteredNode[] }>('{ nodes { name lab } }', {});
    return data.nodes;
  }

  /** Registers a node of the lab through the same mutation that people use. Throws with the reasons if refused. */
  async addNode(node: LabNode): Promise<void> {
    const { addNode } = await this.ask<{ addNode: { reasons?: string[]; problems?: { reason: string }[] } }>(
      `mutation Register($input: AddNodeInput!) {
        addNode(input: $input) {
          ... on NodeRefused { reasons }
          ... on InvalidInput { problems { reason } }
        }
      }`,
      { input: inputOf(node) },
    );
    const reasons = addNode.reasons ?? addNode.problems?.map(({ reason }) => reason) ?? [];
    if (reasons.length > 0) throw new Error(`The lab's node ${node.name} was refused: ${reasons.join('; ')}`);
  }

  private async ask<Data>(query: string, variables: object): Promise<Data> {
    const response = await fetch(new URL('/graphql', this.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (!answer.data || answer.errors) {
      throw new Error(answer.errors?.map(({ message }) => message).join('; ') ?? `HTTP ${response.status}`);
    }
    return answer.data;
  }
}

function inputOf(node: LabNode) {
  const { host, sshPort, sshUser, sshPassword, tokenId, tokenSecret, tlsFingerprint, sshFingerprint } = node;
  return {
    host,
    port: node.apiPort,
    sshPort,
    sshUser,
    sshPassword,
    tokenId,
    tokenSecret,
    tlsFingerprint,
    sshFingerprint,
  };
}
