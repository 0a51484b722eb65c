import type { RequestOptions } from 'node:https';
import { request as requestInPlain } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { text } from 'node:stream/consumers';
import type { LabNode } from './lab-registration.js';

/** Where the server listens, which need not be where people reach it. */
export interface ServerPlace {
  readonly url: string;
  /** PEM; null without TLS. */
  readonly certificate: string | null;
}

export interface RegisteredNode {
  readonly name: string;
  readonly lab: boolean;
}

interface Answer<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string }[];
}

/** Speaks to the server's GraphQL API as any client with a bearer token does. */
export class ServerApi {
  constructor(
    private readonly place: ServerPlace,
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
    const answer = JSON.parse(await this.post(JSON.stringify({ query, variables }))) as Answer<Data>;
    if (!answer.data || answer.errors) {
      throw new Error(answer.errors?.map(({ message }) => message).join('; ') ?? 'The server gave no data.');
    }
    return answer.data;
  }

  private post(body: string): Promise<string> {
    const url = new URL('/graphql', this.place.url);
    return new Promise((resolve, reject) => {
      const options: RequestOptions = {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        signal: AbortSignal.timeout(30_000),
        ...(this.place.certificate === null ? {} : onlyThis(this.place.certificate)),
      };
      const request = (url.protocol === 'https:' ? requestOverTls : requestInPlain)(
        url,
        options,
        (response) => {
          text(response).then(resolve, reject);
        },
      );
      request.on('error', (error) => {
        reject(new Error(`The server does not answer on ${url.origin}: ${error.message}`));
      });
      request.end(body);
    });
  }
}

/**
 * The launcher started the server and was told its certificate: this very one is trusted, whoever has signed it and
 * whatever names it is for. It is asked on the address that it listens on, which is rarely one of them.
 */
function onlyThis(certificate: string): RequestOptions {
  return { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
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
