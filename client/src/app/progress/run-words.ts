import type { ChipTone } from '../ui/chip.js';
import type { FaviconMark } from '../ui/favicon.js';
import type { RunProgress, RunStatus } from './progress-state.js';
import { purposeOf } from './run-purpose.js';
import type { RunPurpose } from './run-purpose.js';

interface Look {
  readonly word: string;
  readonly tone: ChipTone;
  readonly mark: FaviconMark | null;
}

const LOOKS: Record<RunStatus, Look> = {
  connecting: { word: 'Connecting', tone: 'idle', mark: null },
  running: { word: 'Running', tone: 'running', mark: 'running' },
  ready: { word: 'Ready', tone: 'ready', mark: 'ready' },
  failed: { word: 'Failed', tone: 'failed', mark: 'failed' },
  cancelled: { word: 'Cancelled', tone: 'idle', mark: 'failed' },
};

/** How a state of a run looks: its word, its colour, its mark on the tab. */
export function lookOf(status: RunStatus): Look {
  return LOOKS[status];
}

/** What stands first in the tab's title. */
export function tabState({ status, percent }: RunProgress): string {
  switch (status) {
    case 'running':
      return `${Math.floor(percent)} %`;
    case 'ready':
      return '✓ Ready';
    case 'failed':
      return '✗ Failed';
    case 'connecting':
    case 'cancelled':
      return LOOKS[status].word;
  }
}

const DONE: Record<RunPurpose, string> = {
  provision: 'The container is ready.',
  start: 'The container was started.',
  stop: 'The container was stopped.',
  resync: 'The container is as its template says again.',
  refresh: 'The services were looked at again.',
  destroy: 'The container was destroyed.',
};

/** One sentence on how it stands, for the status line that screen readers announce. */
export function sentence({ status, phases, cancelling }: RunProgress): string {
  const running = phases.find(({ state }) => state === 'RUNNING');
  switch (status) {
    case 'connecting':
      return 'Connecting to the run.';
    case 'running':
      if (cancelling) return 'The run is being cancelled.';
      return running ? `${running.title} is going on.` : 'Waiting for a worker.';
    case 'ready':
      return DONE[purposeOf(phases)];
    case 'failed':
      return 'The run failed.';
    case 'cancelled':
      return 'The run was cancelled.';
  }
}
