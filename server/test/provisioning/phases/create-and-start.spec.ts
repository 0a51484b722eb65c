import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, LabNode } from '../../../../lab/lab.js';
import { startLab } from '../../../../lab/lab.js';
import { cancellation } from '../../../src/provisioning/phases/cancellation.js';
import { createPhase } from '../../../src/provisioning/phases/create.phase.js';
import { createParameters } from '../../../src/provisioning/phases/create/create-parameters.js';
import { destroyPhase } from '../../../src/provisioning/phases/destroy.phase.js';
import { findPhase } from '../../../src/provisioning/phases/find.phase.js';
import { startPhase } from '../../../src/provisioning/phases/start.phase.js';
import { stopPhase } from '../../../src/provisioning/phases/stop.phase.js';
import { ProxmoxClient } from '../../../src/proxmox/proxmox-client.js';
import { ProxmoxError } from '../../../src/proxmox/proxmox-error.js';
import { SshConnection } from '../../../src/ssh/ssh-connection.js';
import { SPEC } from '../provisioning-harness.js';
import { RememberedRun } from './phase-context.js';

describe('creating and starting a container', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'create-and-start-'));
  let lab: Lab;
  let node: LabNode;
  let api: ProxmoxClient;
  let ssh: SshConnection;

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 250, unauthorizedDelayMs: 10 });
    node = lab.description.nodes[0]!;
    api = new ProxmoxClient({ ...node, port: node.apiPort }, node.name);
    ssh = new SshConnection({
      ...{ host: node.host, port: node.sshPort, user: node.sshUser, hostKeyFingerprint: node.sshFingerprint },
      credential: { kind: 'password', value: node.sshPassword },
    });
  });

  afterAll(async () => {
    api.close();
    await ssh.close();
    await lab.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const runOf = (container: string, spec = {}) => new RememberedRun(container, api, ssh, spec);
  const vmidOf = (run: RememberedRun) => run.context().facts().vmid!;

  it('should create it once, whatever is repeated, then start it and find its address', async () => {
    const run = runOf('c1', { rootPasswordSecret: 'secret-1', tags: ['web'] });
    expect(await createPhase.run(run.context())).toEqual({ kind: 'completed', note: null });
    expect(run.types()).toEqual(['VmidChosen', 'TaskStarted', 'TaskEnded', 'VolumesCreated']);
    expect(run.masked).toEqual(['root-passw0rd']);
    const lines = run.lines.map(({ source }) => source?.nextOffset);
    expect(lines).toEqual(lines.map((_line, index) => index + 1));
    expect(await createPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(await api.tasksOf(vmidOf(run), 'vzcreate')).toHaveLength(1);

    expect(await startPhase.run(run.context())).toEqual({ kind: 'completed', note: null });
    expect(run.context().facts().address).toMatch(/^10\.99\./);
    expect(await startPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(await api.tasksOf(vmidOf(run), 'vzstart')).toHaveLength(1);
    expect(run.types().filter((type) => type === 'AddressResolved')).toHaveLength(1);
    const told = JSON.stringify([run.facts, run.lines]);
    expect(told).not.toContain('root-passw0rd');
  });

  it('should adopt what a create call made whose answer was lost', async () => {
    const run = runOf('c2');
    const createContainer: ProxmoxClient['createContainer'] = async (parameters) => {
      await api.createContainer(parameters);
      throw new ProxmoxError('PROXMOX.TIMEOUT', 'No answer.', true, true);
    };
    await expect(createPhase.run(run.context({ createContainer }))).rejects.toMatchObject({
      retryable: true,
    });
    expect(run.types()).toEqual(['VmidChosen']);
    expect(await createPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(run.facts.find(({ type }) => type === 'TaskStarted')).toMatchObject({ data: { adopted: true } });
    expect(await api.tasksOf(vmidOf(run), 'vzcreate')).toHaveLength(1);
    expect(run.lines.length).toBeGreaterThan(0);
  });

  it('should leave a container alone that is somebody else’s, and take another VMID', async () => {
    const other = runOf('c3');
    expect(await createPhase.run(other.context())).toMatchObject({ kind: 'completed' });
    const run = runOf('c4');
    const taken = vmidOf(other);
    run.facts.push({ type: 'VmidChosen', data: { vmid: taken, cluster: 'lab', node: node.name } });
    expect(await createPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(run.released).toEqual([taken]);
    expect(vmidOf(run)).not.toBe(taken);
    expect((await api.containerConfig(taken))['description']).toContain(':c3');

    const wanted = runOf('c5', { vmid: taken });
    expect(await createPhase.run(wanted.context())).toMatchObject({
      failure: { code: 'CREATE.VMID_TAKEN' },
    });
  });

  it('should look who was faster when the VMID is taken between the choice and the call', async () => {
    const other = runOf('c6');
    expect(await createPhase.run(other.context())).toMatchObject({ kind: 'completed' });
    const run = runOf('c7');
    let stale = true;
    const takenVmids = async () => (stale ? [] : api.takenVmids());
    const nextId = async () => (stale ? vmidOf(other) : api.nextId());
    const createContainer: ProxmoxClient['createContainer'] = (parameters) => {
      stale = false;
      return api.createContainer(parameters);
    };
    const outcome = await createPhase.run(run.context({ takenVmids, nextId, createContainer }));
    expect(outcome).toMatchObject({ kind: 'completed' });
    expect(run.released).toEqual([vmidOf(other)]);
  });

  it.each([
    ['whose task is known', false],
    ['whose answer was lost', true],
  ])('should stop a creation %s when the run is cancelled, and leave nothing', async (what, lost) => {
    const run = runOf(`cancelled ${what}`);
    const end = new AbortController();
    const createContainer: ProxmoxClient['createContainer'] = async (parameters) => {
      const upid = await api.createContainer(parameters);
      end.abort();
      if (lost) throw new ProxmoxError('PROXMOX.TIMEOUT', 'No answer.', true, true);
      return upid;
    };
    const context = run.context({ createContainer });
    await expect(createPhase.run({ ...context, signal: end.signal })).rejects.toBeDefined();
    expect(await cancellation(10_000).run(run.context())).toMatchObject({ kind: 'completed' });
    const ended = run.facts.flatMap((fact) => (fact.type === 'TaskEnded' ? [fact.data] : []));
    expect(ended).toMatchObject([{ task: 'create', status: 'received interrupt' }]);
    expect(await api.takenVmids()).not.toContain(vmidOf(run));
    expect(await cancellation(10_000).run(run.context())).toMatchObject({ kind: 'completed' });
    expect(run.types().filter((type) => type === 'TaskEnded')).toHaveLength(1);
  });

  it('should destroy what it made, running or not, once; then its VMID and secrets are given back', async () => {
    const run = runOf('d1');
    await createPhase.run(run.context());
    await startPhase.run(run.context());
    const vmid = vmidOf(run);
    expect(await destroyPhase.run(run.context())).toEqual({ kind: 'completed', note: null });
    expect(await api.takenVmids()).not.toContain(vmid);
    expect(run.released).toEqual([vmid]);
    expect(run.forgotten).toEqual(['container:d1']);
    const tasks = run.facts.flatMap((fact) => (fact.type === 'TaskEnded' ? [fact.data] : []));
    expect(tasks.map(({ task, status }) => [task, status]).slice(-2)).toEqual([
      ['stop', 'OK'],
      ['destroy', 'OK'],
    ]);
    expect(await destroyPhase.run(run.context())).toMatchObject({ note: 'It was gone already.' });
  });

  it('should leave a protected container running, and destroy it when that was taken back', async () => {
    const run = runOf('d5', { protection: true });
    await createPhase.run(run.context());
    await startPhase.run(run.context());
    const vmid = vmidOf(run);
    expect(await destroyPhase.run(run.context())).toMatchObject({
      failure: { code: 'DESTROY.PROTECTED', retryable: true },
    });
    expect(await api.isRunning(vmid)).toBe(true);
    await run.context().node.host.set(vmid, { protection: '0' });
    expect(await destroyPhase.run(run.context())).toEqual({ kind: 'completed', note: null });
  });

  it('should go on with a destruction whose answer was lost', async () => {
    const run = runOf('d2');
    await createPhase.run(run.context());
    // The VMID may have been an earlier container's.
    const before = await api.tasksOf(vmidOf(run), 'vzdestroy');
    const destroyContainer: ProxmoxClient['destroyContainer'] = async (vmid) => {
      await api.destroyContainer(vmid);
      throw new ProxmoxError('PROXMOX.TIMEOUT', 'No answer.', true, true);
    };
    await expect(destroyPhase.run(run.context({ destroyContainer }))).rejects.toMatchObject({
      retryable: true,
    });
    for (let outcome = null; outcome === null;) {
      // As the executor does after a fault that may pass.
      outcome = await destroyPhase.run(run.context()).catch((error: unknown) => {
        if (error instanceof ProxmoxError && error.retryable) return null;
        throw error;
      });
      if (outcome !== null) expect(outcome.kind).toBe('completed');
    }
    expect(await api.takenVmids()).not.toContain(vmidOf(run));
    expect(await api.tasksOf(vmidOf(run), 'vzdestroy')).toHaveLength(before.length + 1);
  });

  it('should never destroy or stop what does not carry its mark, or is in another cluster', async () => {
    const other = runOf('d3');
    await createPhase.run(other.context());
    const vmid = vmidOf(other);
    const run = runOf('d4');
    const task = { phase: 'create', task: 'create', upid: 'UPID:gone' } as const;
    run.facts.push({ type: 'VmidChosen', data: { vmid, cluster: 'lab', node: node.name } });
    expect(await destroyPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    run.facts.push({ type: 'TaskEnded', data: { ...task, status: 'OK' } });
    expect(await destroyPhase.run(run.context())).toMatchObject({ failure: { code: 'DESTROY.NOT_OURS' } });
    expect(await stopPhase.run(run.context())).toMatchObject({ failure: { code: 'STOP.NOT_OURS' } });
    const elsewhere = runOf('d3');
    elsewhere.facts.push({ type: 'VmidChosen', data: { vmid, cluster: 'another', node: node.name } });
    const refused = { failure: { code: 'DESTROY.OTHER_CLUSTER' } };
    expect(await destroyPhase.run(elsewhere.context())).toMatchObject(refused);
    expect((await api.containerConfig(vmid))['description']).toContain(':d3');
  });

  it('should never start, look into or end anything in what does not carry its mark', async () => {
    const other = runOf('d6');
    await createPhase.run(other.context());
    const vmid = vmidOf(other);
    const run = runOf('d7');
    run.facts.push({ type: 'VmidChosen', data: { vmid, cluster: 'lab', node: node.name } });
    expect(await startPhase.run(run.context())).toMatchObject({ failure: { code: 'START.NOT_OURS' } });
    expect(await api.isRunning(vmid)).toBe(false);
    expect(await findPhase.run(run.context())).toMatchObject({ failure: { code: 'FIND.NOT_OURS' } });
    expect(await findPhase.run(other.context())).toEqual({ kind: 'completed', note: null });

    await startPhase.run(other.context());
    const context = run.context();
    const shell = { exec: () => Promise.reject(new Error('Somebody works in it.')) };
    const untouched = { ...context, node: { ...context.node, container: () => shell } };
    expect(await startPhase.run(untouched)).toMatchObject({ failure: { code: 'START.NOT_OURS' } });
    expect(await cancellation(10_000).run(untouched)).toEqual({ kind: 'completed', note: null });
  });

  it('should shut down and start again', async () => {
    const run = runOf('d5');
    await createPhase.run(run.context());
    await startPhase.run(run.context());
    expect(await stopPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(await api.isRunning(vmidOf(run))).toBe(false);
    expect(await stopPhase.run(run.context())).toMatchObject({ note: 'It did not run.' });
    expect(await startPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(await api.isRunning(vmidOf(run))).toBe(true);
  });

  it('should download an OS template that is only in the catalogue', async () => {
    const run = runOf('c8', { osTemplate: 'alpine-3.22-default' });
    expect(await createPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    const tasks = run.facts.flatMap((fact) => (fact.type === 'TaskEnded' ? [fact.data] : []));
    expect(tasks.map(({ task, status }) => [task, status])).toEqual([
      ['download', 'OK'],
      ['create', 'OK'],
    ]);
    expect(await startPhase.run(run.context())).toMatchObject({ kind: 'completed' });
  });

  it.each([
    ['CREATE.STORAGE_UNSUITABLE', { storage: 'nowhere' }],
    ['CREATE.STORAGE_UNSUITABLE', { storage: 'local' }],
    ['CREATE.STORAGE_FULL', { disk: 100_000 }],
    ['CREATE.BRIDGE_UNKNOWN', { network: { ...SPEC.network, bridge: 'vmbr9' } }],
    ['CREATE.TEMPLATE_MISSING', { osTemplate: 'plan9' }],
    ['PROXMOX.INVALID_PARAMETER', { nameservers: ['nowhere'] }],
  ])('should fail with %s and a likely cause, and nothing made', async (code, spec) => {
    const before = await api.takenVmids();
    const outcome = await createPhase.run(runOf('c9', spec).context());
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code, likelyCause: expect.stringMatching(/./) as string },
    });
    expect(await api.takenVmids()).toEqual(before);
  });

  const schemaFile = join(process.cwd(), '../shared/proxmox/pve-lxc-schema.json');
  const why = existsSync(schemaFile) ? '' : ' (not compared: the schema is not beside the project)';
  it(`should only use parameters that Proxmox VE’s own schema has${why}`, () => {
    if (!existsSync(schemaFile)) return;
    const { endpoints } = JSON.parse(readFileSync(schemaFile, 'utf8')) as {
      endpoints: { path: string; method: string; parameters: object }[];
    };
    const create = endpoints.find(({ path, method }) => method === 'POST' && path === '/nodes/{node}/lxc');
    const known = Object.keys(create!.parameters);
    const chosen = { vmid: 100, volid: 'v', marker: 'm', password: 'p' };
    for (const name of Object.keys(createParameters(SPEC, chosen))) {
      expect(known).toContain(name.replace(/\d+$/, '[n]'));
    }
  });
});
