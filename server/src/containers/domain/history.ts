import type { ContainerEvent, Failure, RunKind } from './events.js';

const PURPOSES: Readonly<Record<RunKind, string>> = {
  provision: 'provision it',
  retry: 'provision it again',
  start: 'start it',
  stop: 'stop it',
  destroy: 'destroy it',
  resync: 'bring it back to its template',
  refresh: 'look at its services again',
};

/** What happened, in a sentence for the audit trail. Only what is named here gets out: no secret, no reference to one. */
export function sentenceFor(event: ContainerEvent): string {
  switch (event.type) {
    case 'ContainerRequested':
      return `Container ${event.data.spec.hostname} was requested on node ${event.data.node.name}.`;
    case 'RunRequested':
      return `A run was asked for, to ${PURPOSES[event.data.kind]} (attempt ${String(event.data.attempt)}).`;
    case 'CancelRequested':
      return 'The end of the run was asked for.';
    case 'RunClaimed':
      return event.data.claim === 1 ? 'A worker took the run.' : 'Another worker took the run over.';
    case 'PhaseStarted':
      return `Phase ${event.data.phase} began.`;
    case 'PhaseCompleted':
      return withNote(`Phase ${event.data.phase} was completed.`, event.data.note);
    case 'PhaseFailed':
      return `Phase ${event.data.phase} failed. ${reason(event.data.failure)}`;
    case 'RunEnded':
      return [`The run ended: ${event.data.outcome}.`, event.data.failure && reason(event.data.failure)]
        .filter(Boolean)
        .join(' ');
    case 'RunWentSilent':
      return `Nothing was heard for ${String(event.data.silentSeconds)} s. The last was: ${event.data.last}`;
    case 'RunSpokeAgain':
      return 'Something was heard again.';
    case 'CredentialRevealed':
      return 'The value of a credential was shown.';
    case 'VmidChosen':
      return `VMID ${String(event.data.vmid)} was chosen on node ${event.data.node}.`;
    case 'VolumesCreated':
      return `Volumes were made: ${event.data.volumes.map(({ volume }) => volume).join(', ')}.`;
    case 'TaskStarted':
      return `Task ${event.data.task} was ${event.data.adopted ? 'adopted' : 'started'}: ${event.data.upid}`;
    case 'TaskEnded':
      return `Task ${event.data.task} ended: ${event.data.status}`;
    case 'AddressResolved':
      return `Its address is ${event.data.address}.`;
    case 'StepStarted':
      return `Step ${event.data.step} began.`;
    case 'StepCompleted':
      return withNote(`Step ${event.data.step} was completed.`, event.data.note);
    case 'FilesDeployed':
      return `${String(event.data.files.length)} files were put into place.`;
    case 'PackagesStarted':
      return `Installing package group ${event.data.group} began.`;
    case 'PackagesInstalled':
      return withNote(`Package group ${event.data.group} was installed.`, event.data.note);
    case 'PackagesFailed':
      return `Package group ${event.data.group} failed: ${event.data.message}`;
    case 'ScriptStarted':
      return `Script ${event.data.script} began.`;
    case 'ScriptSucceeded':
      return `Script ${event.data.script} ended well.`;
    case 'ScriptFailed':
      return `Script ${event.data.script} failed (${event.data.reason}).`;
    case 'ServicesDiscovered':
      return `${String(event.data.services.length)} services were found.`;
  }
}

const withNote = (sentence: string, note: string | null) => (note ? `${sentence} ${note}` : sentence);
const reason = ({ code, message }: Failure) => `${code}: ${message}`;
