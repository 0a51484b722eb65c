import type { EditResult } from '../template-editor.js';
import { templateView } from './template-view.js';

type Code = Extract<EditResult, { kind: 'refused' }>['code'];

const SENTENCES: Readonly<Record<Code, string>> = {
  'TEMPLATE.NOT_FOUND': 'There is no such template.',
  'TEMPLATE.READ_ONLY': 'This template comes with the application. Copy it, and change the copy.',
  'TEMPLATE.ARCHIVED': 'This template was archived. Copy it, and change the copy.',
  'TEMPLATE.CHANGED': 'Somebody else has changed this template meanwhile. Load it again.',
  'TEMPLATE.TITLE_TAKEN': 'Another template has this title. Choose a new one.',
  'TEMPLATE.KEY_USED': 'This idempotency key was used before for another template. Choose a new one.',
  'CONTAINER.NOT_FOUND': 'There is no such container.',
};

/** What became of a change, in the words of the contract. */
export function templateAnswer(result: EditResult) {
  if (result.kind === 'refused') {
    return { __typename: 'TemplateRefused', code: result.code, message: SENTENCES[result.code] } as const;
  }
  const version = String(result.position);
  return { __typename: 'TemplateSaved', template: templateView(result.template), version } as const;
}
