/** Injection token of `HttpOptions`. */
export const HTTP_OPTIONS = Symbol('HTTP_OPTIONS');

/** What the web server needs to know about the installation. */
export interface HttpOptions {
  /** The address that it listens on. */
  readonly bind: string;
  /** Whether it speaks TLS itself. */
  readonly tls: boolean;
  /** The address under which people reach it, if that is another. */
  readonly publicUrl: URL | null;
  /** Addresses and networks whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly maxSocketsPerAccount: number;
  /** The built client; null for a process that serves none. */
  readonly clientDirectory: string | null;
}

/** Whether people reach us over https. */
export function isSecure(options: HttpOptions): boolean {
  return options.tls || options.publicUrl?.protocol === 'https:';
}

/** Whether the event store answers, for `/healthz`. */
export abstract class Readiness {
  abstract isReady(): Promise<boolean>;
}
