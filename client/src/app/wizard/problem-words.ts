import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { CreateContainerInput } from '../../../../schema/generated/wizard.js';

/** Where a rule speaks to everybody, but this form asks another way. */
const INSTEAD = new Map([
  ['IPV4.INVALID', 'Give an address with its prefix length, such as 192.168.1.20/24.'],
  ['IPV6.INVALID', 'Give an address with its prefix length, such as 2001:db8::20/64.'],
  ['GATEWAY.NOT_STATIC', 'Put the address right first; the gateway has to lie in its network.'],
  ['GATEWAY6.NOT_STATIC', 'Put the address right first; the gateway has to lie in its network.'],
]);

/** What to do, where a rule only says what is wrong. */
const ADVICE = new Map([
  ['HOSTNAME.NUMERIC', 'Add a letter.'],
  ['IPV4.NOT_A_HOST', 'Choose another one.'],
  ['IPV4.NETWORK_ADDRESS', 'Choose one after it.'],
  ['IPV4.BROADCAST_ADDRESS', 'Choose one before it.'],
  ['IPV6.NOT_A_HOST', 'Choose another one.'],
  ['GATEWAY.SAME_AS_ADDRESS', 'Give the router’s address, or leave it empty.'],
  ['GATEWAY6.SAME_AS_ADDRESS', 'Give the router’s address, or leave it empty.'],
  ['MAC.TWICE', 'Change one of them, or leave it empty.'],
  ['MOUNT_PATH.TWICE', 'Choose another path.'],
  ['MOUNT_PATH.SYSTEM', 'Choose another path, such as /srv/data.'],
  ['LIST.TOO_LONG', 'Leave some out.'],
]);

type Lists = Pick<CreateContainerInput, 'access' | 'dns' | 'extraPackages' | 'tags'>;

/** A problem in the words of the form: what to do about it, and which of several entries it is about. */
export function inWords(problem: FieldProblem, input: Lists): FieldProblem {
  const { code, field } = problem;
  const advice = ADVICE.get(code);
  const said = INSTEAD.get(code) ?? (advice ? `${problem.reason} ${advice}` : problem.reason);
  const entry = entryOf(field, input);
  return { ...problem, reason: entry === null ? said : `${entry}: ${said}` };
}

/** Null where a field has one entry only, and that one is meant. */
function entryOf(field: string, input: Lists): string | null {
  const [, list = '', index = ''] = /^(.+?)\.(\d+)(?:\.|$)/.exec(field) ?? [];
  const names = namesOf(list, input);
  const name = names[Number(index)];
  return names.length > 1 && name !== undefined ? `“${shortened(name)}”` : null;
}

function namesOf(list: string, { access, dns, extraPackages, tags }: Lists): readonly string[] {
  switch (list) {
    case 'tags':
      return tags ?? [];
    case 'access.sshKeys':
      return access.sshKeys ?? [];
    case 'dns.nameservers':
      return dns?.nameservers ?? [];
    case 'extraPackages':
      return (extraPackages ?? []).map(({ name }) => name);
    default:
      return [];
  }
}

/** A key is recognised by its begin. */
function shortened(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
