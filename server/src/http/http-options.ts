/** What the web server needs to know about the installation. */
export abstract class HttpOptions {
  /** The address that it listens on. */
  abstract readonly bind: string;
  /** Whether it speaks TLS itself. */
  abstract readonly tls: boolean;
  /** The address under which people reach it, if that is another. */
  abstract readonly publicUrl: URL | null;
  /** Addresses and networks whose X-Forwarded-* headers are believed. */
  abstract readonly trustedProxies: readonly string[];
  abstract readonly maxSocketsPerAccount: number;
  /** The built client; null for a process that serves none. */
  abstract readonly clientDirectory: string | null;
}

/** Whether people reach us over https. */
export function isSecure(options: HttpOptions): boolean {
  return options.tls || options.publicUrl?.protocol === 'https:';
}

/** Whether the event store answers, for `/healthz`. */
export abstract class Readiness {
  abstract isReady(): Promise<boolean>;
}
