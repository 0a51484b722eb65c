import { readEnvironment } from '../environment.js';
import { PHASE_PLAN } from './commands/request-container.command.js';
import { LIFECYCLE_PLANS } from './commands/start-run.command.js';
import { ContainersModule } from './containers.module.js';
import type { PlannedPhase } from './domain/events.js';

describe('the plan of a run', () => {
  const { phaseLimits } = readEnvironment(['--phase-limits', 'create=60,sync=480,destroy=5'], {
    EVENTSTORE_URL: 'esdb://admin:changeit@localhost:2113?tls=true',
  });
  const provided = (token: symbol): unknown => {
    const providers = ContainersModule.forRoot(phaseLimits).providers as {
      provide: symbol;
      useValue: unknown;
    }[];
    return providers.find(({ provide }) => provide === token)?.useValue;
  };
  const minutes = (plan: readonly PlannedPhase[]) =>
    Object.fromEntries(plan.map(({ key, limitSeconds = 0 }) => [key, limitSeconds / 60]));

  it('should state how long each phase may take: as the settings say, the others as they are made', () => {
    expect(minutes(provided(PHASE_PLAN) as PlannedPhase[])).toEqual({
      ...{ create: 60, start: 10, deploy: 5, sync: 480, discover: 5 },
    });
    const { destroy, stop } = provided(LIFECYCLE_PLANS) as Record<string, PlannedPhase[]>;
    expect(minutes([...destroy!, ...stop!])).toEqual({ destroy: 5, stop: 5 });
  });

  it('should make sure whose the container is before anything else works in it', () => {
    const { start, resync, refresh } = provided(LIFECYCLE_PLANS) as Record<string, PlannedPhase[]>;
    expect([start, resync, refresh].map((plan) => plan?.[0]?.key)).toEqual(['start', 'start', 'find']);
  });
});
