import { readFileSync } from 'node:fs';

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
