import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccountsModule } from '../../src/accounts/accounts.module.js';
import { Administrator } from '../../src/accounts/administrator.js';
import { ApiTokens } from '../../src/accounts/api-tokens.js';
import type { TokenRequest } from '../../src/accounts/api-tokens.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { HttpModule } from '../../src/http/http.module.js';
import type { HttpOptions } from '../../src/http/http-options.js';
import { Readiness } from '../../src/http/http-options.js';
import { WebServer } from '../../src/http/web-server.js';
import { TestStore } from './test-store.js';

@Global()
@Module({})
class StoreModule {
  static of(store: EventStore): DynamicModule {
    return {
      module: StoreModule,
      providers: [{ provide: EventStore, useValue: store }, CommandHandling],
      exports: [EventStore, CommandHandling],
    };
  }
}

@Module({})
class TestModule {}

export const PASSWORD = 'correct horse battery staple';

/** The web server with accounts, on a free port, over an embedded store; with a few more modules or providers where a test needs them. */
export class TestServer {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    private readonly store: TestStore,
  ) {}

  static async start(options: Partial<HttpOptions> = {}, more: ModuleMetadata = {}): Promise<TestServer> {
    const store = await TestStore.start();
    const http: HttpOptions = {
      bind: '127.0.0.1',
      tls: false,
      publicUrl: null,
      trustedProxies: [],
      maxSocketsPerAccount: 32,
      clientDirectory: null,
      ...options,
    };
    const accounts = AccountsModule.forRoot({ secureCookies: http.publicUrl !== null, version: '1.2.3' });
    const ready = { provide: Readiness, useValue: { isReady: () => Promise.resolve(true) } };
    const root: DynamicModule = {
      module: TestModule,
      ...more,
      imports: [
        StoreModule.of(store.events),
        HttpModule.forRoot(http, ready, accounts),
        ...(more.imports ?? []),
      ],
    };
    const nestOptions = Object.assign(new NestApplicationContextOptions(), {
      logger: false,
      bodyParser: false,
      forceCloseConnections: true,
    } as const);
    const app = await NestFactory.create<NestExpressApplication>(root, nestOptions);
    app.get(WebServer).prepare(app);
    await app.init();
    const server = app.getHttpServer();
    app.get(WebServer).attach(server);
    await app.get(Administrator).ensure();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestServer(app, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, store);
  }

  get host(): string {
    return new URL(this.url).host;
  }

  async token(request: Partial<TokenRequest> = {}): Promise<string> {
    const complete = { name: 'test', scopes: ['READ' as const], expiresAt: null, ...request };
    return this.app.get(ApiTokens).createForSystem(complete, Date.now());
  }

  /** Sets the administrator's password with a one-time code and returns the session's cookie. */
  async signIn(): Promise<string> {
    const code = await this.app.get(Administrator).issueSetupCode(Date.now());
    const query =
      'mutation ($input: RedeemSetupCodeInput!) { redeemSetupCode(input: $input) { __typename } }';
    const response = await this.post(
      { query, variables: { input: { code, password: PASSWORD } } },
      { origin: this.url },
    );
    return cookieOf(response);
  }

  post(body: object | string, headers: Record<string, string> = {}, path = '/graphql'): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** The answer's JSON, whatever its status. */
  async graphql(
    query: string,
    headers: Record<string, string> = {},
    variables: object = {},
  ): Promise<Answer> {
    return (await (await this.post({ query, variables }, headers)).json()) as Answer;
  }

  async stop(): Promise<void> {
    await this.app.get(WebServer).closeConnections();
    await this.app.close();
    await this.store.stop();
  }
}

export interface Answer {
  data?: Record<string, never> | null;
  errors?: { message: string; path?: string[]; extensions?: { code?: string; id?: string } }[];
}

export function cookieOf(response: Response): string {
  return (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}
