import { readEnvironment } from './environment.js';
import { DEFAULT_SETTINGS } from './provisioning/ports.js';
import { workSettings } from './work-settings.js';

const STORE = { EVENTSTORE_URL: 'esdb://admin:changeit@localhost:2113?tls=true' };

describe('how a worker works', () => {
  test('is by default what the product is tuned for', () => {
    expect({ ...DEFAULT_SETTINGS, ...workSettings(readEnvironment([], STORE)) }).toEqual(DEFAULT_SETTINGS);
  });

  test('follows the settings: how much at a time, how long anything may take, and when to try again', () => {
    const args = [
      ...['--worker-concurrency', '7', '--node-concurrency', '9', '--worker-lease', '20'],
      ...['--retry-pause', '50', '--cancel-within', '30', '--silent-after', '5', '--script-limit', '90'],
      ...['--proxmox-change-timeout', '10'],
    ];
    expect(workSettings(readEnvironment(args, STORE))).toEqual({
      ...{ concurrency: 7, nodeConcurrency: 9 },
      ...{ leaseMs: 20_000, heartbeatEveryMs: 6_000, takeOverAfterMs: 40_000 },
      ...{ retryPauseMs: 50, cancelWithinMs: 30_000, silentAfterMs: 300_000, maxScriptMs: 5_400_000 },
      letGoMs: 25_000,
    });
  });
});
