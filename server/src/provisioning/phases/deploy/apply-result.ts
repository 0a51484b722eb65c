const ACTIONS = ['written', 'unchanged', 'kept', 'backed-up', 'failed'] as const;

export interface Applied {
  readonly files: readonly {
    /** The file's place in what was sent. */
    readonly index: number;
    readonly action: (typeof ACTIONS)[number];
    /** Why it failed, else empty. */
    readonly message: string;
  }[];
  /** `enabled`, `skipped` (no known init system) or `failed …`. */
  readonly service: string;
}

/** Reads what `apply.sh` prints: lines of fields separated by tabs. */
export function parseApplyOutput(output: string): Applied {
  const rows = output.split('\n').map((line) => line.split('\t'));
  const files = rows.flatMap(([kind, index = '', action = '', message = '']) => {
    const known = ACTIONS.find((name) => name === action);
    return kind === 'file' && known && /^\d+$/.test(index)
      ? [{ index: Number(index), action: known, message }]
      : [];
  });
  return { files, service: rows.find(([kind]) => kind === 'service')?.[2] ?? 'failed without an answer' };
}
