export function required(value: string | undefined, otherwise: string): string {
  if (value === undefined || value === '') throw new Error(otherwise);
  return value;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
