import type { RecordedTemplate } from './template.js';
import { completed } from './template.js';

/** `TemplateRegistered` is a built-in one, recorded by the program; `TemplateCreated` was made by a person. */
export type TemplateEvent =
  | { readonly type: 'TemplateRegistered'; readonly data: Revision }
  | { readonly type: 'TemplateCreated'; readonly data: Revision & { readonly origin: string | null } }
  | { readonly type: 'TemplateRevised'; readonly data: Revision }
  | { readonly type: 'TemplateArchived'; readonly data: { readonly template: string } }
  | { readonly type: 'TemplateRestored'; readonly data: { readonly template: string } };

interface Revision {
  readonly template: string;
  readonly revision: number;
  /** Tells whether anything changed. */
  readonly contentHash: string;
  readonly content: RecordedTemplate;
}

interface Content {
  readonly contentHash: string;
  readonly content: RecordedTemplate;
}

export type TemplateCommand =
  | ({ readonly type: 'RegisterTemplate'; readonly template: string } & Content)
  | ({ readonly type: 'CreateTemplate'; readonly template: string; readonly origin: string | null } & Content)
  | ({ readonly type: 'ReviseTemplate'; readonly expectedRevision: number } & Content)
  | { readonly type: 'ArchiveTemplate' }
  | { readonly type: 'RestoreTemplate' };

export type TemplateRejection =
  | 'TEMPLATE.NOT_FOUND'
  | 'TEMPLATE.READ_ONLY'
  | 'TEMPLATE.ARCHIVED'
  | 'TEMPLATE.CHANGED'
  | 'TEMPLATE.KEY_USED';

export interface KnownTemplate {
  readonly id: string;
  readonly builtIn: boolean;
  readonly archived: boolean;
  readonly origin: string | null;
  /** All revisions, oldest first; a container may refer to any of them. */
  readonly revisions: readonly [PastRevision, ...PastRevision[]];
}

export interface PastRevision extends Content {
  readonly revision: number;
  /** ISO 8601. */
  readonly at: string;
}

export type TemplateState = KnownTemplate | null;
type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly TemplateEvent[] }
  | { readonly kind: 'rejected'; readonly rejection: TemplateRejection };

const accept = (...events: TemplateEvent[]): Decision => ({ kind: 'accepted', events });
const reject = (rejection: TemplateRejection): Decision => ({ kind: 'rejected', rejection });

/** A template's life: each change of its content is a revision; the same content again is none. */
export const templateDecider = {
  initialState: null as TemplateState,
  eventTypes: [
    'TemplateRegistered',
    'TemplateCreated',
    'TemplateRevised',
    'TemplateArchived',
    'TemplateRestored',
  ] as const,

  evolve(state: TemplateState, event: TemplateEvent, { at }: { readonly at: string }): TemplateState {
    if (event.type === 'TemplateArchived') return state && { ...state, archived: true };
    if (event.type === 'TemplateRestored') return state && { ...state, archived: false };
    const { template: id, revision, contentHash, content } = event.data;
    const next = { revision, contentHash, content: completed(content), at };
    if (state) return { ...state, revisions: [...state.revisions, next] };
    const origin = event.type === 'TemplateCreated' ? event.data.origin : null;
    return { id, builtIn: event.type === 'TemplateRegistered', archived: false, origin, revisions: [next] };
  },

  decide(command: TemplateCommand, state: TemplateState): Decision {
    switch (command.type) {
      case 'RegisterTemplate':
        return register(command, state);
      case 'CreateTemplate':
        return create(command, state);
      case 'ReviseTemplate':
        return revise(command, state);
      case 'ArchiveTemplate':
        return archive(state);
      case 'RestoreTemplate':
        return restore(state);
    }
  },
};

/** The newest revision. */
export function latest({ revisions }: KnownTemplate): PastRevision {
  return revisions.at(-1) ?? revisions[0];
}

function register(
  { template, contentHash, content }: Extract<TemplateCommand, { type: 'RegisterTemplate' }>,
  state: TemplateState,
): Decision {
  const data = { template, contentHash, content };
  if (!state) return accept({ type: 'TemplateRegistered', data: { ...data, revision: 1 } });
  const { revision, contentHash: known } = latest(state);
  if (known === contentHash) return accept();
  return accept({ type: 'TemplateRevised', data: { ...data, revision: revision + 1 } });
}

/** The same request again is the same template; the same key with another content is a mistake of the caller. */
function create(
  { template, contentHash, content, origin }: Extract<TemplateCommand, { type: 'CreateTemplate' }>,
  state: TemplateState,
): Decision {
  if (state) return state.revisions[0].contentHash === contentHash ? accept() : reject('TEMPLATE.KEY_USED');
  return accept({ type: 'TemplateCreated', data: { template, revision: 1, contentHash, content, origin } });
}

/** Saving what is there already is fine even if the answer to the first attempt was lost. */
function revise(
  { expectedRevision, contentHash, content }: Extract<TemplateCommand, { type: 'ReviseTemplate' }>,
  state: TemplateState,
): Decision {
  if (!state) return reject('TEMPLATE.NOT_FOUND');
  if (state.builtIn) return reject('TEMPLATE.READ_ONLY');
  if (state.archived) return reject('TEMPLATE.ARCHIVED');
  const { revision, contentHash: known } = latest(state);
  if (known === contentHash) return accept();
  if (revision !== expectedRevision) return reject('TEMPLATE.CHANGED');
  const data = { template: state.id, revision: revision + 1, contentHash, content };
  return accept({ type: 'TemplateRevised', data });
}

function archive(state: TemplateState): Decision {
  if (!state) return reject('TEMPLATE.NOT_FOUND');
  if (state.builtIn) return reject('TEMPLATE.READ_ONLY');
  return state.archived ? accept() : accept({ type: 'TemplateArchived', data: { template: state.id } });
}

function restore(state: TemplateState): Decision {
  if (!state) return reject('TEMPLATE.NOT_FOUND');
  return state.archived ? accept({ type: 'TemplateRestored', data: { template: state.id } }) : accept();
}
