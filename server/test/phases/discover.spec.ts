import { discoverPhase } from '../../src/provisioning/phases/discover.phase.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';

describe('looking for services in a container with OpenRC', () => {
  let alpine: PhaseContainer;
  beforeAll(async () => {
    alpine = await PhaseContainer.start('alpine');
  });
  afterAll(() => alpine.remove());

  const found = async () => {
    const run = new PhaseRun(alpine);
    expect(await discoverPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    const services = run.of('ServicesDiscovered')[0]!.services.filter(({ system }) => !system);
    return services.map(({ name, status, ports }) => ({ name, status, ports }));
  };

  it('gives ports to the service whose process listens, also where that has another name', async () => {
    await alpine.sh('apk add postgresql && rc-update add postgresql && rc-service postgresql start');
    expect(await found()).toEqual([{ name: 'postgresql', status: 'running', ports: ['5432/tcp'] }]);
  });

  it('is not misled by what is left of a service that has ended', async () => {
    await alpine.sh(
      `mkdir -p /run/openrc/daemons/gone /run/folder.pid && cd /run/openrc/daemons/gone && echo none >/run/none.pid
       for name in '' /run/absent.pid /run/folder.pid /run/none.pid; do echo "pidfile=$name" >"00$((number += 1))"; done`,
    );
    expect(await found()).toEqual([{ name: 'postgresql', status: 'running', ports: ['5432/tcp'] }]);
  });
});
