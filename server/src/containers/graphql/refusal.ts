import type { RunRefused } from '../../../../schema/generated/server.js';
import type { ContainerRejection } from '../domain/container-decider.js';

const SENTENCES: Readonly<Record<ContainerRejection['code'], string>> = {
  'CONTAINER.NOT_FOUND': 'There is no such container.',
  'CONTAINER.NOT_FAILED': 'Only a container whose last run failed can be tried again.',
  'CONTAINER.NOT_READY': 'Only a container that is ready can be started, stopped or looked after.',
  'CONTAINER.DESTROYED': 'The container was destroyed.',
  'CONTAINER.IDEMPOTENCY_CONFLICT': 'This key was used before for another request.',
  'CONTAINER.CREDENTIAL_NOT_FOUND': 'There is no such credential.',
  'RUN.NOT_FOUND': 'The container has no such run.',
  'RUN.GOES_ON': 'A run of this container goes on. Cancel it first, or wait for its end.',
  'RUN.ENDED': 'The run has ended.',
  'RUN.CLAIM_LOST': 'Another worker has the run.',
};

/** A rejection of the domain in words for a person. */
export function refusal(code: ContainerRejection['code']): { __typename: 'RunRefused' } & RunRefused {
  return { __typename: 'RunRefused', code, message: SENTENCES[code] };
}
