import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { Actor } from '../accounts/actor.js';
import { Authenticator } from '../accounts/authenticator.js';
import { Revocations } from '../accounts/revocations.js';
import type { HttpOptions } from './http-options.js';
import { HTTP_OPTIONS } from './http-options.js';

interface Connection {
  readonly actor: Actor;
  /** Ends it because its session or token does not work any more. */
  readonly revoke: () => void;
}

/** Another process may have revoked a session or token: this often it is looked up for connections that stay open. */
const RECHECK_MS = 15_000;

/** The open WebSockets and event streams: limited per account, ended when what opened them is revoked or expires. */
@Injectable()
export class LiveConnections implements OnModuleDestroy {
  private readonly connections = new Set<Connection>();
  private readonly perAccount = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly authenticator: Authenticator,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
    revocations: Revocations,
  ) {
    revocations.onRevoked((id) => {
      this.revoke(id);
    });
    this.timer = setInterval(() => void this.recheck(), RECHECK_MS).unref();
  }

  /** Returns how to forget the connection, or null if the account has too many. */
  add(connection: Connection): (() => void) | null {
    const { accountId } = connection.actor;
    const open = this.perAccount.get(accountId) ?? 0;
    if (open >= this.options.maxSocketsPerAccount) return null;
    this.connections.add(connection);
    this.perAccount.set(accountId, open + 1);
    return () => {
      if (!this.connections.delete(connection)) return;
      const left = (this.perAccount.get(accountId) ?? 1) - 1;
      if (left === 0) this.perAccount.delete(accountId);
      else this.perAccount.set(accountId, left);
    };
  }

  get size(): number {
    return this.connections.size;
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Ends what was revoked elsewhere or has expired. A store that does not answer revokes nothing. */
  async recheck(): Promise<void> {
    const actors = new Map([...this.connections].map(({ actor }) => [actor.id, actor]));
    for (const actor of actors.values()) {
      const valid = await this.authenticator.isStillValid(actor).catch(() => true);
      if (!valid) this.revoke(actor.id);
    }
  }

  private revoke(id: string): void {
    for (const connection of this.connections) if (connection.actor.id === id) connection.revoke();
  }
}
