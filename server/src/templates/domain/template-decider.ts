import type { RecordedTemplate } from './template.js';

export type TemplateEvent =
  | { readonly type: 'TemplateRegistered'; readonly data: Revision }
  | { readonly type: 'TemplateRevised'; readonly data: Revision };

interface Revision {
  readonly template: string;
  readonly revision: number;
  /** Tells whether anything changed. */
  readonly contentHash: string;
  readonly content: RecordedTemplate;
}

export interface TemplateCommand {
  readonly type: 'RegisterTemplate';
  readonly template: string;
  readonly contentHash: string;
  readonly content: RecordedTemplate;
}

export type TemplateState = Revision | null;

/** A template's life: each change of its content is a revision; the same content again is none. */
export const templateDecider = {
  initialState: null as TemplateState,
  eventTypes: ['TemplateRegistered', 'TemplateRevised'] as const,
  evolve: (_state: TemplateState, { data }: TemplateEvent): TemplateState => data,
  decide(
    { template, contentHash, content }: TemplateCommand,
    state: TemplateState,
  ): { kind: 'accepted'; events: TemplateEvent[] } {
    if (state?.contentHash === contentHash) return { kind: 'accepted', events: [] };
    const type = state === null ? 'TemplateRegistered' : 'TemplateRevised';
    const revision = (state?.revision ?? 0) + 1;
    return { kind: 'accepted', events: [{ type, data: { template, revision, contentHash, content } }] };
  },
};
