import type { RequestedContainer } from '../containers/domain/container.js';
import { SecretGone } from '../secrets/vault.js';
import { isNoSecret } from './phases/discover/public-keys.js';
import type { SecretReader } from './phases/phase.js';

/** The values that a run of a container must not print: its root password, and the credentials that were found in it. */
export async function knownSecrets(
  secrets: SecretReader,
  { spec, world }: Pick<RequestedContainer, 'spec' | 'world'>,
): Promise<string[]> {
  const credentials = world.services
    .flatMap((service) => service.credentials)
    .filter(({ key }) => !isNoSecret(key))
    .map(({ secret }) => secret);
  const ids = [...(spec.rootPasswordSecret === null ? [] : [spec.rootPasswordSecret]), ...credentials];
  const values = await Promise.all(ids.map((id) => valueOf(secrets, id)));
  return values.filter((value) => value !== null);
}

/** Null for one that was deleted: the phase that needs it will say so. */
async function valueOf(secrets: SecretReader, id: string): Promise<string | null> {
  try {
    return await secrets.read(id);
  } catch (error) {
    if (error instanceof SecretGone) return null;
    throw error;
  }
}
