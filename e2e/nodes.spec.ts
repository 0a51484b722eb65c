import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Application } from './application.js';
import { ThirdParty } from './third-party.js';

const run = promisify(execFile);
const DOCTOR = join(import.meta.dirname, '../dist/server/src/doctor.js');

describe('nodes and runs before they begin, in GraphQL', () => {
  let application: Application;
  let client: ThirdParty;
  let nodeId: string;

  beforeAll(async () => {
    application = await Application.start();
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
    const { nodes } = await client.ask<{ nodes: { id: string }[] }>('{ nodes { id } }');
    nodeId = nodes[0]!.id;
  });
  afterAll(async () => {
    expect(await application.stop()).toBe(0);
  });

  const input = (change: object = {}) => ({
    ...{
      nodeId,
      templateId: 'nginx',
      hostname: 'web-1',
      cores: 1,
      memory: 64,
      disk: 2,
      storage: 'local-lvm',
    },
    ...{ network: { bridge: 'vmbr0' }, access: { password: 'a root passw0rd' }, ...change },
  });
  const preview = <Data>(query: string, change: object = {}) =>
    client.ask<Data>(`query ($input: CreateContainerInput!) { ${query} }`, { input: input(change) });

  it('should check a request and show its plan without recording anything', async () => {
    const checks = '... on Preflight { state checks { key state detail remedy code field } }';
    const problems = '... on InvalidInput { problems { field code } }';
    const fine = await preview<{ it: { state: string } }>(
      `it: provisioningPreflight(input: $input) { ${checks} }`,
    );
    expect(fine.it.state).not.toBe('FAIL');
    const wrong = await preview<{ it: object }>(
      `it: provisioningPreflight(input: $input) { ${checks} ${problems} }`,
      ...[{ network: { bridge: 'vmbr9' } }],
    );
    expect(wrong.it).toMatchObject({ state: 'FAIL' });
    const bad = await preview<{ it: object }>(`it: provisioningPlan(input: $input) { ${problems} }`, {
      memory: 1,
    });
    expect(bad.it).toMatchObject({ problems: [{ field: 'memory', code: 'MEMORY.RANGE' }] });
    const { it: plan } = await preview<{ it: { phases: { key: string; actions: object[] }[] } }>(
      'it: provisioningPlan(input: $input) { ... on Plan { phases { key actions { kind title text note } } } }',
    );
    expect(plan.phases.map(({ key }) => key)).toEqual(['create', 'start', 'deploy', 'sync', 'discover']);
    expect(JSON.stringify(plan)).toContain('••••••••');
    expect(JSON.stringify(plan)).not.toContain('passw0rd');
    const { containers } = await client.ask<{ containers: object[] }>('{ containers { id } }');
    expect(containers).toEqual([]);
  });

  it('should make a container with everything that can be asked for, and give the request back as a draft', async () => {
    const wanted = {
      ...{ templateId: null, osTemplate: 'debian-12-standard', description: 'Our wiki', protection: true },
      network: { bridge: 'vmbr0', ipv6: 'auto', mtu: 1400, mac: 'BC:24:11:00:00:07', firewall: true },
      moreNetworks: [{ bridge: 'vmbr0', ipv4: 'manual', vlan: 7, rateLimit: 12.5 }],
      mountPoints: [{ path: '/srv/data', storage: 'local-lvm', size: 1, readOnly: true }],
      ...{ features: { keyctl: true }, startup: { order: 3, upDelay: 10 }, timezone: 'host' },
      dns: { nameservers: ['192.0.2.53'], searchDomain: 'home.example' },
    };
    const id = await client.createContainer({ ...input(wanted), nodeId });
    const frames = await client.follow(id, null);
    expect(frames.at(-1)?.events.at(-1)).toMatchObject({ __typename: 'RunEnded', outcome: 'READY' });
    const { container, containerDraft } = await client.ask<{ container: object; containerDraft: object }>(
      `query ($id: ID!) {
        container(id: $id) { spec { features networks { bridge ipv6 mtu vlan } mountPoints { path size readOnly backup } } }
        containerDraft(id: $id) { features { keyctl fuse } startup { order downDelay } dns { nameservers } protection description }
      }`,
      { id },
    );
    expect(container).toMatchObject({
      spec: {
        features: ['keyctl', 'nesting'],
        networks: [{ ipv6: 'auto', mtu: 1400, vlan: null }, { vlan: 7 }],
        mountPoints: [{ path: '/srv/data', size: 1, readOnly: true, backup: true }],
      },
    });
    expect(containerDraft).toMatchObject({
      ...{ features: { keyctl: true, fuse: false }, startup: { order: 3, downDelay: null } },
      ...{ dns: { nameservers: ['192.0.2.53'] }, protection: true, description: 'Our wiki' },
    });
  });

  it('should test a node, find its cluster, suggest the roomiest, and write scripts for it', async () => {
    const found = await client.ask<{
      test: { state: string; checks: { key: string; state: string }[] };
      members: { members: { name: string; registeredAs: string | null }[] };
      capacities: { suggested: boolean; problem: string | null; memoryFree: number }[];
      nodeScripts: { install: string; uninstall: string };
      nobody: object;
    }>(
      `query ($id: ID!) {
        test: testNode(id: $id) { ... on NodeReport { state checks { key title state detail remedy } } }
        members: clusterMembers(id: $id) { ... on ClusterMembers { cluster members { name online address registeredAs } } }
        capacities: nodeCapacities { node { id tokenId apiUser sshLogin } problem memoryFree storageFree suggested }
        nodeScripts { install uninstall }
        nobody: testNode(id: "nobody") { __typename }
      }`,
      { id: nodeId },
    );
    expect(found.test.checks.filter(({ state }) => state === 'FAIL')).toEqual([]);
    expect(found.members.members.some(({ registeredAs }) => registeredAs === nodeId)).toBe(true);
    expect(found.capacities.filter(({ suggested }) => suggested)).toHaveLength(1);
    expect(found.nodeScripts.install).toContain('infrahaus-pct');
    expect(found.nobody).toEqual({ __typename: 'NodeNotFound' });
  });

  it('should download an OS template and tell how far it is', async () => {
    const { started } = await client.ask<{ started: { taskId: string; volid: string } }>(
      `mutation ($input: DownloadOsTemplateInput!) {
        started: downloadOsTemplate(input: $input) {
          ... on NodeTaskStarted { taskId volid }
          ... on NodeUnreachable { message }
          ... on InvalidInput { problems { field reason } }
        }
      }`,
      { input: { nodeId, template: await templateToDownload() } },
    );
    expect(started.volid).toContain(':vztmpl/');
    const task = `query ($nodeId: ID!, $taskId: String!, $after: Int!) {
      task: nodeTask(nodeId: $nodeId, taskId: $taskId, after: $after) {
        ... on NodeTask { state exitStatus percent lines nextLine retryable }
        ... on InvalidInput { problems { field code } }
      }
    }`;
    const lines: string[] = [];
    let state = 'RUNNING';
    for (let round = 0; state === 'RUNNING' && round < 2_000; round++) {
      const asked = { nodeId, taskId: started.taskId, after: lines.length };
      const { task: now } = await client.ask<{ task: { state: string; lines: string[]; nextLine: number } }>(
        task,
        asked,
      );
      lines.push(...now.lines);
      expect(now.nextLine).toBe(lines.length);
      state = now.state;
    }
    expect(state).toBe('OK');
    expect(lines.length).toBeGreaterThan(0);
    const foreign = { nodeId, taskId: '../../access', after: 0 };
    expect((await client.ask<{ task: object }>(task, foreign)).task).toMatchObject({
      problems: [{ field: 'taskId' }],
    });
  });

  async function templateToDownload(): Promise<string> {
    const { node } = await client.ask<{
      node: { inventory: { osTemplates: { name: string; volid: string | null }[] } };
    }>(
      'query ($id: ID!) { node(id: $id) { inventory { ... on NodeInventory { osTemplates { name volid } } } } }',
      { id: nodeId },
    );
    return node.inventory.osTemplates.find(({ volid }) => volid === null)!.name;
  }

  it('should refuse a change that does not work, and to remove a node on which a run goes on', async () => {
    const update = `mutation ($id: ID!, $input: UpdateNodeInput!) {
      update: updateNode(id: $id, input: $input) {
        __typename
        ... on NodeUpdated { node { sshUser } }
        ... on FingerprintChanged { confirmed { tlsFingerprint } presented { tlsFingerprint } }
        ... on InvalidInput { problems { field code } }
      }
    }`;
    const changed = (change: object) => client.ask<{ update: object }>(update, { id: nodeId, input: change });
    expect((await changed({})).update).toMatchObject({ __typename: 'NodeUpdated' });
    expect((await changed({ sshPassword: 'wrong' })).update).toMatchObject({ __typename: 'NodeRefused' });
    expect((await changed({ tokenId: 'x' })).update).toMatchObject({ __typename: 'InvalidInput' });
    const other = Array.from({ length: 32 }, () => 'AB').join(':');
    expect((await changed({ tlsFingerprint: other })).update).toMatchObject({
      confirmed: { tlsFingerprint: other },
    });

    const id = await client.createContainer({ ...input(), nodeId });
    const remove = `mutation ($id: ID!) { removed: removeNode(id: $id) { __typename ... on NodeInUse { containers } } }`;
    expect((await client.ask<{ removed: object }>(remove, { id: nodeId })).removed).toEqual({
      ...{ __typename: 'NodeInUse', containers: [id] },
    });
    await client.follow(id, null);
    expect((await client.ask<{ removed: object }>(remove, { id: nodeId })).removed).toEqual({
      __typename: 'NodeRemoved',
    });
  });

  it('should be examined from a shell, with nothing written and no secret told', async () => {
    const node = application.lab.nodes[0]!;
    const args = [
      `https://${node.host}:${String(node.apiPort)}`,
      '--ssh',
      `${node.sshUser}@${node.host}:${String(node.sshPort)}`,
    ];
    const trust = ['--tls-fingerprint', node.tlsFingerprint, '--ssh-fingerprint', node.sshFingerprint];
    const env = {
      ...process.env,
      ...{
        NODE_OPTIONS: '',
        DOCTOR_TOKEN: `${node.tokenId}=${node.tokenSecret}`,
        DOCTOR_SSH_PASSWORD: node.sshPassword,
      },
    };
    const { stdout, stderr } = await run(process.execPath, [DOCTOR, ...args, ...trust], { env });
    expect(stdout).toContain('✓ API login');
    expect(stdout).toContain('✓ OS template');
    expect(`${stdout}${stderr}`).not.toMatch(new RegExp(`${node.tokenSecret}|${node.sshPassword}`));
    const broken = run(process.execPath, [DOCTOR, ...args, ...trust, '--storage', 'nowhere'], { env });
    await expect(broken).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('✗ Storage nowhere') as string,
    });
    const unknown = run(process.execPath, [DOCTOR, ...args], { env });
    await expect(unknown).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no terminal') as string,
    });
  });
});
