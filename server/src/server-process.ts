import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import type { LogLevel as NestLogLevel, NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Administrator } from './accounts/administrator.js';
import { ApiTokens } from './accounts/api-tokens.js';
import { AppModule } from './app.module.js';
import { DataDirectory } from './data-directory.js';
import type { Environment, LogLevel } from './environment.js';
import { StartProblem } from './environment.js';
import { Health } from './http/health.js';
import { WebServer } from './http/web-server.js';
import { traceRequestsTo } from './proxmox/request-trace.js';
import { forgetPreviousMasterKey, loadMasterKey, previousMasterKey } from './secrets/master-key-file.js';

const LEVELS: Record<LogLevel, NestLogLevel[]> = {
  error: ['fatal', 'error'],
  warn: ['fatal', 'error', 'warn'],
  info: ['fatal', 'error', 'warn', 'log'],
  debug: ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'],
};
const SYSTEM_TOKEN_MS = 10 * 60_000;
const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** Everything that one process runs, from listening to the end. */
export class ServerProcess {
  private constructor(
    private readonly app: NestExpressApplication,
    private readonly environment: Environment,
    readonly data: DataDirectory,
    private readonly ownUrl: string,
  ) {}

  /** Where people reach it; without a slash at the end. */
  get url(): string {
    return this.environment.publicUrl?.origin ?? this.ownUrl;
  }

  /** Where this process itself listens, for the launcher: a proxy in front may not be there yet. */
  get listens(): { readonly url: string; readonly certificate: string | null } {
    return { url: this.ownUrl, certificate: this.environment.tls?.cert ?? null };
  }

  static async start(environment: Environment): Promise<ServerProcess> {
    const data = DataDirectory.open(environment.dataDir);
    if (environment.proxmoxTrace !== null) traceRequestsTo(environment.proxmoxTrace);
    const { masterKey: setting } = environment;
    const masterKey = loadMasterKey({ setting, dataDirectory: data.path });
    const root = AppModule.forRoot(environment, masterKey, previousMasterKey(data.path));
    const app = await NestFactory.create<NestExpressApplication>(root, nestOptions(environment));
    app.useLogger(LEVELS[environment.logLevel]);
    const serves = environment.role !== 'worker';
    if (serves) app.get(WebServer).prepare(app);
    else app.use('/healthz', app.get(Health).handler());
    await app.init();
    forgetPreviousMasterKey(data.path);
    const server = app.getHttpServer();
    if (serves) {
      app.get(WebServer).attach(server);
      await app.get(Administrator).ensure();
    }
    await listen(server, environment);
    return new ServerProcess(app, environment, data, addressOf(server, environment));
  }

  /** A one-time code while the administrator has no password, else null. */
  async setupCode(): Promise<string | null> {
    if (this.environment.role === 'worker') return null;
    const administrator = this.app.get(Administrator);
    return (await administrator.setupRequired()) ? administrator.issueSetupCode(Date.now()) : null;
  }

  /** A short-lived token for the launcher, which registers the lab's nodes with it. */
  issueSystemToken(): Promise<string> {
    const now = Date.now();
    return this.app
      .get(ApiTokens)
      .createForSystem(
        { name: 'launcher', scopes: ['READ', 'NODES'], expiresAt: now + SYSTEM_TOKEN_MS },
        now,
      );
  }

  async stop(): Promise<void> {
    if (this.environment.role !== 'worker') await this.app.get(WebServer).closeConnections();
    await this.app.close();
    this.data.release();
  }
}

function nestOptions({ tls }: Environment): NestApplicationOptions {
  return Object.assign(new NestApplicationContextOptions(), {
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
    // What goes wrong while the parts are made is told by `main`, in one sentence.
    logger: false,
    ...(tls ? { httpsOptions: tls } : {}),
  });
}

async function listen(server: Server, { bind, port }: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenProblem(error, bind, port));
    });
    server.listen(port, bind, resolve);
  });
}

function listenProblem(error: NodeJS.ErrnoException, bind: string, port: number): Error {
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${String(port)} on ${bind} is taken by another program. Choose another with --port.`,
    EACCES: `This user may not listen on port ${String(port)}. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `This machine has no address ${bind}. Choose another with --bind.`,
  };
  const sentence = sentences[error.code ?? ''];
  return sentence === undefined ? error : new StartProblem(sentence);
}

function addressOf(server: Server, { bind, tls }: Environment): string {
  const { port } = server.address() as AddressInfo;
  const host = EVERY_ADDRESS.includes(bind) ? '127.0.0.1' : bind;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
