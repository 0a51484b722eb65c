/** Why a value is refused: a stable code for programs and a sentence for people. */
export interface Problem {
  readonly code: string;
  readonly reason: string;
}

/** A problem at a place in an input. */
export interface FieldProblem extends Problem {
  /** Path of the field, for example `network.ipv4` or `extraPackages.2.name`. */
  readonly field: string;
}

export function problem(code: string, reason: string): Problem {
  return { code, reason };
}

/** A whole number between two limits, both included. */
export function wholeNumberProblem(
  value: number,
  limits: { code: string; what: string; min: number; max: number },
): Problem | null {
  if (Number.isInteger(value) && value >= limits.min && value <= limits.max) return null;
  return problem(
    limits.code,
    `${limits.what} must be a whole number from ${String(limits.min)} to ${String(limits.max)}.`,
  );
}

/** Whether a text holds a control character; no name, path or key may. */
export function hasControlCharacter(value: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(value);
}
