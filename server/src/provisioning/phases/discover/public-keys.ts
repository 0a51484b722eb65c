/** Keys whose values are names and not secrets, as in `helpers.sh`: masking `admin` would make the log unreadable. */
const PUBLIC_KEYS: ReadonlySet<string> = new Set(
  'user username login email host port url database'.split(' '),
);

export function isNoSecret(key: string): boolean {
  return PUBLIC_KEYS.has(key.toLowerCase());
}
