/** Shorter parts would mask half of every line. */
const MIN_LENGTH = 4;

/** The values that a container's helpers registered: one a line, in base64. Of a value with lines each line counts. */
export function registeredSecrets(body: Buffer): string[] {
  const values = body
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'base64').toString('utf8'));
  return values
    .flatMap((value) => [value, ...(value.includes('\n') ? value.split('\n') : [])])
    .filter((value) => value.trim().length >= MIN_LENGTH);
}
