import type { LabNode } from './description.js';

/** What a person needs for registering the nodes by hand, or for trying a client of their own. */
export function credentials(nodes: readonly LabNode[]): string {
  return nodes.map((node) => credentialsOf(node)).join('\n');
}

function credentialsOf(node: LabNode): string {
  const rows = [
    ['address', `https://${node.host}:${node.apiPort}`],
    ['certificate', `SHA-256 ${node.tlsFingerprint}`],
    ['API token', `${node.tokenId}=${node.tokenSecret}`],
    ['user', `root@pam, password ${node.sshPassword}`],
    ['SSH', `${node.sshUser}@${node.host}, port ${node.sshPort}, password ${node.sshPassword}`],
    ['SSH host key', node.sshFingerprint],
  ];
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(13)} ${value}`);
  return [node.name, ...lines].join('\n');
}
