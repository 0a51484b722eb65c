import { completeSpec } from '../../../containers/domain/container-spec.js';
import type { ExecResult } from '../../../ssh/container-shell.js';
import type { PhaseContext, PhaseOutcome } from '../phase.js';
import { withFeatures } from './features.js';

const CREATED: PhaseOutcome = { kind: 'completed', note: null };

/** Makes the features of a container as its request says, on a node whose `pct` answers so. */
async function made(features: object, answer: Partial<ExecResult> = {}, created = CREATED) {
  const set: unknown[] = [];
  const facts: string[] = [];
  const context = {
    spec: completeSpec({
      ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
      ...{ cores: 1, memory: 512, swap: 0, disk: 8, storage: 'local', unprivileged: true, nesting: true },
      ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: true },
      ...{ tags: [], sshKeys: [], rootPasswordSecret: null, template: null },
      ...{ packageGroups: [], scripts: [], files: [] },
      ...features,
    }),
    signal: new AbortController().signal,
    facts: () => ({ vmid: 100 }),
    node: {
      host: {
        set: (vmid: number, options: object) => {
          set.push([vmid, options]);
          return Promise.resolve({ exitCode: 0, stdout: '', stderr: '', ...answer });
        },
      },
    },
    report: {
      fact: ({ type }: { type: string }) => {
        facts.push(type);
        return Promise.resolve();
      },
    },
  } as unknown as PhaseContext;
  return { outcome: await withFeatures(context, created), set, facts };
}
const FUSE = { features: { keyctl: false, fuse: true, mknod: false } };

describe('the features of a new container', () => {
  it('should be left alone where the API has set them', async () => {
    expect(await made({})).toEqual({ outcome: CREATED, set: [], facts: [] });
  });

  it('should all be set by pct on the node where only root may set one of them', async () => {
    expect(await made(FUSE)).toEqual({
      ...{ outcome: CREATED, set: [[100, { features: 'fuse=1,nesting=1' }]] },
      facts: ['StepStarted', 'StepCompleted'],
    });
  });

  it('should not be set in a container that was not made', async () => {
    const failure = { code: 'CREATE.FAILED', message: '', likelyCause: '', retryable: false };
    const outcome: PhaseOutcome = { kind: 'failed', failure: { ...failure, step: null, exitCode: null } };
    expect(await made(FUSE, {}, outcome)).toEqual({ outcome, set: [], facts: [] });
  });

  it('should say what pct said and who may set them, where it refuses', async () => {
    const stderr = 'infrahaus-pct on pve: only nesting, keyctl, fuse and mknod may be set\n';
    expect((await made(FUSE, { exitCode: 126, stderr })).outcome).toMatchObject({
      kind: 'failed',
      failure: {
        ...{ code: 'CREATE.FEATURES_REFUSED', step: 'set-features', exitCode: 126, retryable: true },
        message: expect.stringContaining(stderr.trim()) as string,
        likelyCause: expect.stringContaining('Only root may set them') as string,
      },
    });
  });
});
