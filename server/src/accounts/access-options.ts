/** Injection token of `AccessOptions`. */
export const ACCESS_OPTIONS = Symbol('ACCESS_OPTIONS');

/** What the accounts need to know about the installation. */
export interface AccessOptions {
  /** Whether people reach us over https: cookies are then Secure. */
  readonly secureCookies: boolean;
  /** The application's version, as anybody may know it. */
  readonly version: string;
}
