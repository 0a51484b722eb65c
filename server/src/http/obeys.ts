import { registerDecorator, validateSync } from 'class-validator';
import type { FieldProblem } from '../../../schema/rules/problem.js';

type Rule = (value: never) => readonly FieldProblem[];

/** Checks a property by a function of `schema/rules`, which is where the client's forms take it from too. */
export function Obeys(rule: Rule): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'obeys',
      target: target.constructor,
      propertyName: String(property),
      options: { context: { rule } },
      validator: { validate: (value: unknown) => rule(value as never).length === 0 },
    });
  };
}

/** What is wrong with arguments whose properties obey rules. Properties that no rule is for are refused. */
export function problemsIn(args: object): FieldProblem[] {
  const errors = validateSync(args, { whitelist: true, forbidNonWhitelisted: true });
  return errors.flatMap(({ property, value, contexts }) => {
    const rule = (contexts?.['obeys'] as { rule: Rule } | undefined)?.rule;
    const unknown = { field: property, code: 'FIELD.UNKNOWN', reason: 'There is no such field.' };
    return rule ? [...rule(value as never)] : [unknown];
  });
}
