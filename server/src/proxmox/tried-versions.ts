/** The releases of Proxmox VE whose API this client was tried with. */
const TRIED = ['8.4', '9.2'] as const;

/**
 * What there is to say against a version of Proxmox VE such as `9.2.3`, as a remedy; null if nothing. Others may work
 * as well, but nobody has seen it.
 */
export function versionProblem(version: string): { readonly older: boolean; readonly remedy: string } | null {
  const [, release = ''] = /^(\d+\.\d+)/.exec(version) ?? [];
  if (TRIED.some((tried) => tried === release)) return null;
  const older = !(Number.parseFloat(release) > Number(TRIED[0]));
  const tried = `Infrahaus was tried with ${TRIED.join(' and ')}`;
  return {
    older,
    remedy: older
      ? `Upgrade the node: ${tried}, not with older ones.`
      : `${tried}: try one container first, and look at its log.`,
  };
}
