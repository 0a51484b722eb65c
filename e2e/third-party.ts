import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** A client of somebody else: it knows the schema and a bearer token, and none of our code. */
export class ThirdParty {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** Redeems the one-time code as a browser would, and has a token made. */
  static async introduce(setupUrl: string, password: string): Promise<ThirdParty> {
    const { origin, hash } = new URL(setupUrl);
    const code = hash.replace('#setup=', '');
    const redeem =
      'mutation ($input: RedeemSetupCodeInput!) { redeemSetupCode(input: $input) { __typename } }';
    const answer = await post(origin, redeem, { input: { code, password } }, { origin });
    const cookie = answer.headers
      .getSetCookie()
      .map((text) => text.split(';')[0])
      .join('; ');
    const create = `mutation ($input: CreateApiTokenInput!) {
      createApiToken(input: $input) { ... on ApiTokenCreated { secret } }
    }`;
    const input = { name: 'third party', scopes: ['READ', 'CONTAINERS', 'NODES', 'TEMPLATES', 'SECRETS'] };
    const made = await post(origin, create, { input }, { origin, cookie });
    const { data } = (await made.json()) as { data: { createApiToken: { secret: string } } };
    return new ThirdParty(origin, data.createApiToken.secret);
  }

  at(url: string): ThirdParty {
    return new ThirdParty(url, this.token);
  }

  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const answer = await post(this.url, query, variables, { authorization: `Bearer ${this.token}` });
    const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Asks for a container on the first node of the lab; answers its id. */
  async createContainer(change: object = {}): Promise<string> {
    const { nodes } = await this.ask<{ nodes: LabNode[] }>(
      '{ nodes { id inventory { ... on NodeInventory { storages { name holdsContainers } bridges { name } } } } }',
    );
    const [node] = nodes;
    const input = {
      ...{ nodeId: node?.id, hostname: 'web-1', cores: 1, memory: 512, disk: 4 },
      storage: node?.inventory.storages.find(({ holdsContainers }) => holdsContainers)?.name,
      network: { bridge: node?.inventory.bridges[0]?.name },
      access: { password: 'a root password' },
      ...change,
    };
    const { createContainer } = await this.ask<{ createContainer: { containerId?: string } }>(
      `mutation ($input: CreateContainerInput!, $key: String!) {
        createContainer(input: $input, idempotencyKey: $key) {
          ... on ContainerAccepted { containerId }
          ... on InvalidInput { problems { field reason } }
        }
      }`,
      { input, key: crypto.randomUUID() },
    );
    if (!createContainer.containerId) throw new Error(JSON.stringify(createContainer));
    return createContainer.containerId;
  }

  /**
   * Follows a run from its start or a cursor. Ends by itself with the run's end, or when `until` says that it has seen
   * enough; then the socket is cut without a word.
   */
  async follow(container: string, after: string | null, until?: (frame: Frame) => boolean): Promise<Frame[]> {
    const sockets: WebSocket[] = [];
    class Socket extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols);
        sockets.push(this);
      }
    }
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Socket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${this.token}` },
    });
    const frames: Frame[] = [];
    const subscription = client.iterate<{ containerProgress: Frame }>({
      query: PROGRESS,
      variables: { container, after },
    });
    try {
      for await (const { data, errors } of subscription) {
        if (errors) throw new Error(JSON.stringify(errors));
        if (data) frames.push(data.containerProgress);
        if (data && until?.(data.containerProgress)) break;
      }
    } catch (error) {
      // A socket that breaks because the server was killed is what some tests are about.
      if (!frames.length) throw error;
    }
    for (const socket of sockets) socket.terminate();
    return frames;
  }
}

interface LabNode {
  readonly id: string;
  readonly inventory: {
    readonly storages: { readonly name: string; readonly holdsContainers: boolean }[];
    readonly bridges: { readonly name: string }[];
  };
}

export interface ProgressEvent {
  readonly __typename: string;
  readonly at: string;
  readonly phase?: string;
  readonly state?: string;
  readonly percent?: number;
  readonly firstLine?: number;
  readonly lines?: string[];
  readonly outcome?: string;
  readonly step?: string;
  readonly value?: string;
}

export interface Frame {
  readonly cursor: string;
  readonly terminal: boolean;
  readonly events: ProgressEvent[];
}

const PROGRESS = `subscription ($container: ID!, $after: Cursor) {
  containerProgress(containerId: $container, after: $after) {
    cursor
    terminal
    events {
      __typename
      at
      ... on PhaseProgress { phase state percent }
      ... on StepProgress { phase step state percent }
      ... on FactLearned { value }
      ... on LogLines { phase firstLine lines }
      ... on RunClaimedByWorker { claim }
      ... on RunEnded { outcome }
    }
  }
}`;

function post(url: string, query: string, variables: object, headers: Record<string, string>) {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

/** Log lines and everything else of a run, in an order and form in which two ways of seeing it can be compared. */
export function story(frames: readonly Frame[]): string[] {
  return frames
    .flatMap(({ events }) => events)
    .flatMap((event) =>
      event.__typename === 'LogLines'
        ? (event.lines ?? []).map((line, index) => `${String((event.firstLine ?? 0) + index)} ${line}`)
        : [JSON.stringify(event)],
    );
}
