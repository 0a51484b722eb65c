import { parseIpv6 } from '../../../../../../schema/rules/ipv6.js';
import { gatewayProblem, parseIpv4 } from '../../../../../../schema/rules/network.js';
import { gateway6Problem } from '../../../../../../schema/rules/ipv6.js';
import type { ContainerSpec, NetworkSpec } from '../../../../containers/domain/container-spec.js';
import type { Check, Subject } from '../../../../../../schema/rules/check.js';
import { pass, wrong } from '../../../../../../schema/rules/check.js';
import { notChecked } from './seen.js';
import { wantedAddresses } from './neighbours.js';
import type { World } from './world.js';

/** Whether each bridge is there. A bridge without the privilege SDN.Use on it is not shown, so that is said too. */
export function bridgeChecks({ bridges }: World, spec: ContainerSpec): Check[] {
  const cards = [spec.network, ...spec.moreNetworks];
  const fields = new Map(
    cards.map(({ bridge }, index) => [bridge, fieldOf(index)]).reverse() as [string, string][],
  );
  return [...new Set(cards.map(({ bridge }) => bridge))].map((name) => {
    const field = `${fields.get(name) ?? 'network'}.bridge`;
    const subject = { key: `bridge:${name}`, title: `Bridge ${name}`, field };
    if (bridges.kind === 'unseen') return notChecked(subject, bridges.error);
    const bridge = bridges.value.find((candidate) => candidate.name === name);
    if (bridge) return pass(subject, bridge.address === null ? 'It is there.' : `It has ${bridge.address}.`);
    return wrong('fail', subject, {
      code: 'CREATE.BRIDGE_UNKNOWN',
      detail: `The node has no bridge ${name}.`,
      remedy: 'The bridge was removed, or the token lacks SDN.Use on it and so does not see it.',
    });
  });
}

const fieldOf = (index: number) => (index === 0 ? 'network' : `moreNetworks.${String(index - 1)}`);

const LOOKED_AT =
  'No container of the cluster has it, by its configuration or by what it got, and no bridge of the node. ' +
  'Virtual machines and other devices were not asked.';

/** Whether somebody has one of the wanted addresses; as far as the cluster knows. */
export function addressCheck({ neighbours, bridges }: World, spec: ContainerSpec): Check | null {
  const wanted = wantedAddresses(spec);
  if (wanted.length === 0) return null;
  const subject = { key: 'address', title: 'Address free', field: 'network.ipv4' };
  if (neighbours.kind === 'unseen') return notChecked(subject, neighbours.error);
  const own = bridges.kind === 'seen' ? bridges.value.map(({ name, address }) => ({ name, address })) : [];
  for (const address of wanted) {
    const bridge = own.find((candidate) => isSame(withoutPrefix(candidate.address ?? ''), address));
    const holder = neighbours.value.known.find(({ addresses }) => addresses.some((a) => isSame(a, address)));
    const who = holder
      ? `container ${String(holder.vmid)} (${holder.name})`
      : bridge && `bridge ${bridge.name}`;
    if (who) {
      const detail = `${address} is in use by ${who}.`;
      return wrong('fail', subject, {
        code: 'PREFLIGHT.ADDRESS_IN_USE',
        detail,
        remedy: 'Choose another address.',
      });
    }
  }
  const { notAsked } = neighbours.value;
  if (notAsked === 0) return pass(subject, LOOKED_AT);
  const detail = `${String(notAsked)} containers of the cluster were not asked.`;
  const remedy = 'Make sure yourself that the address is free.';
  return wrong('warn', subject, { code: 'PREFLIGHT.NOT_ALL_ASKED', detail, remedy });
}

/** Whether what has an address of its own can also reach other networks. */
export function gatewayCheck(spec: ContainerSpec): Check | null {
  const subject: Subject = { key: 'gateway', title: 'Gateway', field: 'network.gateway' };
  const cards = [spec.network, ...spec.moreNetworks].filter(isStatic);
  if (cards.length === 0) return null;
  const problem = cards
    .map(
      ({ ipv4, gateway, ipv6, gateway6 }) => gatewayProblem(ipv4, gateway) ?? gateway6Problem(ipv6, gateway6),
    )
    .find((found) => found !== null);
  if (problem) {
    return wrong('fail', subject, {
      code: problem.code,
      detail: problem.reason,
      remedy: 'Correct the gateway.',
    });
  }
  const dynamic = spec.network.ipv4 === 'dhcp' || spec.network.ipv6 === 'auto';
  if (dynamic || cards.some(({ gateway, gateway6 }) => gateway !== null || gateway6 !== null)) {
    return pass(subject, 'It lies in the network of the address.');
  }
  return wrong('warn', subject, {
    code: 'PREFLIGHT.NO_GATEWAY',
    detail: 'No card has a gateway: the container reaches only its own network, so no packages either.',
    remedy: 'Give a gateway, or use DHCP.',
  });
}

const isStatic = ({ ipv4, ipv6 }: NetworkSpec) => ipv4.includes('/') || ipv6.includes('/');
const withoutPrefix = (address: string) => address.split('/')[0] ?? '';

function isSame(a: string, b: string): boolean {
  const [a4, b4] = [parseIpv4(a), parseIpv4(b)];
  if (a4 !== null || b4 !== null) return a4 === b4;
  const [a6, b6] = [parseIpv6(a), parseIpv6(b)];
  return a6 !== null && b6 !== null && a6.join() === b6.join();
}
