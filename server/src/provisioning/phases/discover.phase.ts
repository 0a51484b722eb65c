import { v5 as uuidV5 } from 'uuid';
import type { DiscoveredService } from '../../containers/domain/events.js';
import type { ContainerShell } from '../../ssh/container-shell.js';
import type { Findings } from './discover/findings.js';
import { parseFindings } from './discover/findings.js';
import { changesBetween } from './discover/changes.js';
import { isNoSecret } from './discover/public-keys.js';
import type { FoundService } from './discover/services.js';
import { assembleServices } from './discover/services.js';
import { asset } from '../../assets/asset.js';
import { failed, garbled, inContainer, tail } from './in-container/container-phase.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';
import { plannedExec } from './plan/planned-action.js';

const CREDENTIAL_IDS = 'd2b5a6f0-3c0e-4a1b-8f57-6b1c2a9d4e80';
const LIMIT_MS = 60_000;
const COMMAND = ['/bin/sh', '-s'];

/** Looks what runs in the container, where it listens, and which credentials its scripts left. */
export const discoverPhase: Phase = {
  key: 'discover',
  title: 'Discover services',
  weight: 5,
  timeoutMs: 5 * 60_000,
  run: (context) => inContainer(context, (shell) => discover(context, shell)),
  plan: (context) =>
    Promise.resolve([
      plannedExec(
        context,
        'Look for services',
        COMMAND,
        'Reads web-probe.sh and discover.sh from its input.',
      ),
    ]),
};

async function discover(context: PhaseContext, shell: ContainerShell): Promise<PhaseOutcome> {
  const { stdout, stderr, exitCode } = await shell.exec(COMMAND, {
    stdin: `${await asset('web-probe.sh')}\n${await asset('discover.sh')}`,
    signal: context.signal,
    timeoutMs: LIMIT_MS,
  });
  const findings = parseFindings(stdout);
  // Before anything else is said: whatever a message may quote.
  maskCredentials(context, findings);
  if (exitCode === 0 && !findings.complete) throw garbled('the services');
  if (exitCode !== 0) {
    return failed({
      code: 'DISCOVER.FAILED',
      message: `The services could not be listed: ${tail(stderr) || 'no reason was given'}`,
      likelyCause: 'The container is stopping, or a basic tool is missing in it.',
      retryable: true,
      exitCode,
    });
  }
  const found = assembleServices(findings, context.facts().address);
  const services: DiscoveredService[] = [];
  for (const service of found) services.push(await withStoredCredentials(context, service));
  for (const service of services) {
    if (!service.system) context.report.line({ stream: 'system', text: describe(service) });
  }
  for (const [port, { scheme, title }] of findings.web) {
    const named = title === '' ? '' : `: ${title}`;
    context.report.line({ stream: 'system', text: `Port ${String(port)} answers over ${scheme}${named}` });
  }
  const changes = changesBetween(context.facts().services, services);
  for (const text of changes) context.report.line({ stream: 'system', text });
  await context.report.fact({ type: 'ServicesDiscovered', data: { services } });
  const own = services.filter(({ system }) => !system).length;
  const count = own === 1 ? '1 service' : `${String(own)} services`;
  return { kind: 'completed', note: [count, ...changes].join('; ') };
}

function maskCredentials({ report }: PhaseContext, { credentials }: Findings): void {
  for (const { key, value } of credentials.flatMap(({ entries }) => entries)) {
    if (!isNoSecret(key)) report.mask(value);
  }
}

/** The values go to the vault; what is recorded refers to them. */
async function withStoredCredentials(
  { container, secrets }: PhaseContext,
  service: FoundService,
): Promise<DiscoveredService> {
  const credentials: DiscoveredService['credentials'][number][] = [];
  for (const { key, value } of service.credentials) {
    const name = `${service.name}/${key}`;
    const secret = await secrets.store({ subject: `container:${container}`, name, value });
    credentials.push({ id: uuidV5(`${container}:${name}`, CREDENTIAL_IDS), key, secret });
  }
  return { ...service, credentials };
}

function describe({ name, status, ports, urls }: DiscoveredService): string {
  const where = [...ports, ...urls].join(', ');
  return `${name}: ${status}${where === '' ? '' : `, ${where}`}`;
}
