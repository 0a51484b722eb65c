import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import { describePrivileges, missingPrivileges } from '../../../../proxmox/privileges.js';
import { versionProblem } from '../../../../proxmox/tried-versions.js';
import { NOISE_REMEDY } from '../../../../ssh/node-host.js';
import { rootOnlyFeatures } from '../create-parameters.js';
import type { Check } from '../../../../../../schema/rules/check.js';
import { pass, wrong } from '../../../../../../schema/rules/check.js';
import { notChecked } from './seen.js';
import { neededPrivileges } from './needed-privileges.js';
import type { World } from './world.js';

const MIB = 1024 ** 2;

/** Whether the node is there, and of a version that was tried. */
export function onlineCheck({ node, version, nodes }: World): Check {
  const subject = { key: 'node', title: 'Node online', field: 'nodeId' };
  if (version.kind === 'unseen') {
    const code = 'code' in version.error ? String(version.error.code) : 'PROXMOX.FAILED';
    const remedy = 'Test the node on the page of nodes; it says what is wrong.';
    return wrong('fail', subject, { code, detail: version.error.message, remedy });
  }
  const known = nodes.kind === 'seen' ? nodes.value.find(({ name }) => name === node) : undefined;
  if (known && !known.online) {
    const detail = `${node} is offline; another node of the cluster answers for it.`;
    const remedy = 'Start the node, or choose another one.';
    return wrong('fail', subject, { code: 'PREFLIGHT.NODE_OFFLINE', detail, remedy });
  }
  const text = `${node} runs Proxmox VE ${version.value.version}.`;
  const problem = versionProblem(version.value.version);
  if (!problem) return pass(subject, text);
  const code = problem.older ? 'PREFLIGHT.OLD_VERSION' : 'PREFLIGHT.UNTRIED_VERSION';
  return wrong('warn', subject, { code, detail: text, remedy: problem.remedy });
}

/** Whether the token may do all of it; each missing privilege is named with its path. */
export function privilegesCheck(world: World, spec: ContainerSpec, downloadTo: string | null): Check {
  const subject = { key: 'privileges', title: 'Privileges of the API user' };
  if (world.permissions.kind === 'unseen') return notChecked(subject, world.permissions.error);
  const needed = neededPrivileges(spec, world.node, downloadTo);
  const missing = missingPrivileges(world.permissions.value, needed);
  if (missing.length === 0) return pass(subject, `All ${String(needed.length)} are granted.`);
  return wrong('fail', subject, {
    code: 'PREFLIGHT.PRIVILEGES_MISSING',
    detail: `Missing: ${describePrivileges(missing).join('; ')}.`,
    remedy: 'Run install-node.sh on the node again, or give the token and its user a role with them.',
  });
}

/** Memory may be promised twice, so too little of it is only a warning. */
export function memoryCheck({ status }: World, { memory, cores }: ContainerSpec): Check {
  const subject = { key: 'memory', title: 'Memory and processors', field: 'memory' };
  if (status.kind === 'unseen') return notChecked(subject, status.error);
  const { memoryTotal, memoryUsed, cpus } = status.value;
  const free = Math.floor((memoryTotal - memoryUsed) / MIB);
  const have = `${String(free)} of ${String(Math.floor(memoryTotal / MIB))} MiB are free`;
  if (memory > free) {
    const detail = `The container may use ${String(memory)} MiB; ${have}.`;
    const remedy = 'Give it less memory, choose another node, or stop something.';
    return wrong('warn', subject, { code: 'PREFLIGHT.MEMORY_SHORT', detail, remedy });
  }
  if (cores > cpus) {
    const detail = `The container asks for ${String(cores)} cores; the node has ${String(cpus)}.`;
    const remedy = 'Give it at most as many cores as the node has.';
    return wrong('warn', { ...subject, field: 'cores' }, { code: 'PREFLIGHT.CORES', detail, remedy });
  }
  return pass(subject, `${have}, and the node has ${String(cpus)} processors.`);
}

/** Everything behind the first phase goes through `pct` on the very node that owns the container. */
export function shellCheck({ host, node }: World, spec: ContainerSpec): Check {
  const subject = { key: 'ssh', title: 'SSH and pct on the node' };
  if (host.kind === 'unseen') {
    const code = 'code' in host.error ? String(host.error.code) : 'SSH.FAILED';
    const remedy =
      code === 'SSH.HOST_KEY_CHANGED'
        ? 'Compare the new fingerprint with the one on the node itself, then confirm it on the page of nodes.'
        : "Check the node's SSH address, user, and key or password on the page of nodes.";
    return wrong('fail', subject, { code, detail: host.error.message, remedy });
  }
  const { hostname, pct, complaint, noise } = host.value;
  if (pct === 'missing') {
    const detail = `The command pct cannot be used: ${complaint || 'no answer'}`;
    const remedy = 'Log in as root, or with the restricted key that install-node.sh sets up.';
    return wrong('fail', subject, { code: 'PREFLIGHT.PCT_MISSING', detail, remedy });
  }
  if (noise !== null) {
    const detail = `Before each answer over SSH comes: ${noise}`;
    return wrong('fail', subject, { code: 'PREFLIGHT.NOISE', detail, remedy: NOISE_REMEDY });
  }
  if (hostname !== null && hostname !== node) {
    const detail = `SSH leads to ${hostname}, but the container will be on ${node}.`;
    const remedy = 'Correct the SSH address of the node: pct only works on the node that owns the container.';
    return wrong('fail', subject, { code: 'PREFLIGHT.OTHER_HOST', detail, remedy });
  }
  const features = rootOnlyFeatures(spec);
  const also = features === null ? '' : ` It will also set ${features}, which no API token may.`;
  return pass(subject, `pct can be used on ${node}.${also}`);
}
