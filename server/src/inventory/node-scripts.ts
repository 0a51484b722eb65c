import { Injectable } from '@nestjs/common';
import { asset } from '../assets/asset.js';
import { Installation } from '../event-store/installation.js';

/** Shell scripts for an administrator to read and run on a node. They hold no secret. */
export interface NodeScripts {
  /** Makes a role, a user, a token and an SSH key with no more rights than the runs need. */
  readonly install: string;
  /** Takes all of that back. */
  readonly uninstall: string;
}

/** The scripts for one installation: what they allow is only for containers that carry its mark. */
export async function nodeScripts(installation: string): Promise<NodeScripts> {
  const [install, uninstall, wrapper] = await Promise.all(
    ['install-node.sh', 'uninstall-node.sh', 'infrahaus-pct'].map((name) => asset(`node/${name}`)),
  );
  const complete = (text = '') =>
    text.replace('@WRAPPER@', () => (wrapper ?? '').trimEnd()).replace('@INSTALLATION@', installation);
  return { install: complete(install), uninstall: complete(uninstall) };
}

/** The scripts for this installation. */
@Injectable()
export class NodeScriptLibrary {
  constructor(private readonly installation: Installation) {}

  scripts(): Promise<NodeScripts> {
    return nodeScripts(this.installation.id);
  }
}
