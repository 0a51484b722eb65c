import { requests } from '../../../proxmox/requests.js';
import { pctSet } from '../../../ssh/node-host.js';
import type { PlanContext, PlannedAction } from '../plan/planned-action.js';
import { MASKED, plannedCommand, plannedRequest } from '../plan/planned-action.js';
import { createParameters, markerOf, rootOnlyFeatures } from './create-parameters.js';

/** The first phase: an OS template if it is missing, the container, and what only root may set. */
export function planCreate({
  installation,
  container,
  spec,
  node,
  vmid,
  template,
}: PlanContext): PlannedAction[] {
  const { volid, download } = template;
  const marker = markerOf(installation, container);
  const password = spec.rootPasswordSecret === null ? null : MASKED;
  const parameters = createParameters(spec, { vmid, volid, marker, password });
  const features = rootOnlyFeatures(spec);
  return [
    ...(download
      ? [
          plannedRequest(
            'Download the OS template',
            requests.downloadTemplate(node, download.storage, download.template),
          ),
        ]
      : []),
    plannedRequest('Create the container', requests.createContainer(node, parameters)),
    ...(features === null
      ? []
      : [
          plannedCommand(
            'Set features over SSH',
            pctSet(vmid, { features }),
            'Proxmox VE lets only root@pam set them, never an API token.',
          ),
        ]),
  ];
}
