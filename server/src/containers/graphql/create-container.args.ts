import type { CreateContainerInput } from '../../../../schema/generated/server.js';
import { createContainerProblems } from '../../../../schema/rules/create-container.js';
import { idempotencyKeyProblem } from '../../../../schema/rules/names.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { Obeys } from '../../http/obeys.js';

export function keyProblems(key: string): FieldProblem[] {
  const found = idempotencyKeyProblem(key);
  return found ? [{ field: 'idempotencyKey', ...found }] : [];
}

/** The arguments of `createContainer`. */
export class CreateContainerArgs {
  @Obeys(createContainerProblems)
  readonly input: CreateContainerInput;

  @Obeys(keyProblems)
  readonly idempotencyKey: string;

  constructor(input: CreateContainerInput, idempotencyKey: string) {
    this.input = input;
    this.idempotencyKey = idempotencyKey;
  }
}
