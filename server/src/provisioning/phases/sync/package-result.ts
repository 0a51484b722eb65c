export interface PackageResult {
  readonly installed: readonly { readonly name: string; readonly version: string }[];
  readonly failures: readonly string[];
  readonly note: string | null;
}

/** Reads the result file of a package script: lines of fields separated by tabs. */
export function parsePackageResult(text: string): PackageResult {
  const rows = text.split('\n').map((line) => line.split('\t'));
  const of = (kind: string) => rows.filter(([word]) => word === kind);
  return {
    installed: of('installed').map(([, name = '', version = '']) => ({ name, version })),
    failures: of('failed').map(([, name = '', why = '']) => `${name}: ${why}`),
    note: of('note')[0]?.[1] ?? null,
  };
}
