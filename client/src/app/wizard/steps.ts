/** The steps of the wizard, in order. */
export const STEPS = [
  { key: 'template', title: 'Template' },
  { key: 'configure', title: 'Configure' },
  { key: 'packages', title: 'Packages' },
  { key: 'scripts', title: 'Scripts' },
  { key: 'review', title: 'Review' },
] as const;

export type StepKey = (typeof STEPS)[number]['key'];

/** The step of a query parameter; anything unknown is the first one. */
export function stepOf(text: string | undefined): StepKey {
  return STEPS.find(({ key }) => key === text)?.key ?? 'template';
}

/** The step on which a field of the input can be put right. */
export function stepOfField(field: string): StepKey {
  const name = field.split('.')[0] ?? '';
  if (name === 'templateId') return 'template';
  if (name === 'packageGroups' || name === 'extraPackages') return 'packages';
  return name === 'scripts' ? 'scripts' : 'configure';
}
