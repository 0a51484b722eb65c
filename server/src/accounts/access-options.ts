/** What the accounts need to know about the installation. */
export abstract class AccessOptions {
  /** Whether people reach us over https: cookies are then Secure. */
  abstract readonly secureCookies: boolean;
  /** The application's version, as anybody may know it. */
  abstract readonly version: string;
}
