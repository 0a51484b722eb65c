import type { PackageBucketInput, TemplateInput } from '../../../../schema/generated/server.js';
import { idempotencyKeyProblem } from '../../../../schema/rules/names.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { bucketProblems, templateProblems, templateTitleProblem } from '../../../../schema/rules/template.js';
import { Obeys } from '../../http/obeys.js';

function keyProblems(key: string): FieldProblem[] {
  const found = idempotencyKeyProblem(key);
  return found ? [{ field: 'idempotencyKey', ...found }] : [];
}

function titleProblems(title: string): FieldProblem[] {
  const found = templateTitleProblem(title);
  return found ? [{ field: 'title', ...found }] : [];
}

/** The arguments of `createTemplate`. */
export class CreateTemplateArgs {
  @Obeys(templateProblems)
  readonly input: TemplateInput;

  @Obeys(keyProblems)
  readonly idempotencyKey: string;

  constructor(input: TemplateInput, idempotencyKey: string) {
    this.input = input;
    this.idempotencyKey = idempotencyKey;
  }
}

/** The arguments of `reviseTemplate` that are not ids and numbers. */
export class ReviseTemplateArgs {
  @Obeys(templateProblems)
  readonly input: TemplateInput;

  constructor(input: TemplateInput) {
    this.input = input;
  }
}

/** The arguments of what makes a template from something that is there: `copyTemplate`, `saveAsTemplate`. */
export class NewTitleArgs {
  @Obeys(titleProblems)
  readonly title: string;

  @Obeys(keyProblems)
  readonly idempotencyKey: string;

  constructor(title: string, idempotencyKey: string) {
    this.title = title;
    this.idempotencyKey = idempotencyKey;
  }
}

/** The arguments of `savePackageBucket`. */
export class PackageBucketArgs {
  @Obeys(bucketProblems)
  readonly input: PackageBucketInput;

  constructor(input: PackageBucketInput) {
    this.input = input;
  }
}
