import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabFaults } from '../../../lab/faults/faults-client.js';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';

const DOCTOR = join(import.meta.dirname, '../../../dist/server/src/doctor.js');

describe('npm run doctor', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'doctor-'));
  let lab: Lab;
  let node: LabNode;
  let faults: LabFaults;

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 5, unauthorizedDelayMs: 0, simulated: true });
    node = lab.description.nodes[0]!;
    faults = new LabFaults(lab.description.admin);
  });
  afterEach(() => faults.reset());
  afterAll(async () => {
    await lab.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Without a terminal: nobody is there to answer. */
  const doctor = (args: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ code: unknown; output: string }>((resolve) => {
      const { tlsFingerprint, sshFingerprint, tokenId, tokenSecret, sshPassword } = node;
      const words = [
        ...['--disable-warning=ExperimentalWarning', DOCTOR, `https://127.0.0.1:${String(node.apiPort)}`],
        ...['--ssh', `root@127.0.0.1:${String(node.sshPort)}`],
        ...['--tls-fingerprint', tlsFingerprint, '--ssh-fingerprint', sshFingerprint],
        ...args,
      ];
      const secrets = { DOCTOR_TOKEN: `${tokenId}=${tokenSecret}`, DOCTOR_SSH_PASSWORD: sshPassword };
      const child = execFile(
        process.execPath,
        words,
        { env: { ...process.env, NODE_OPTIONS: '', ...secrets, ...env } },
        (error, stdout, stderr) => {
          expect(`${stdout}${stderr}`).not.toContain(tokenSecret);
          expect(`${stdout}${stderr}`).not.toContain(sshPassword);
          resolve({ code: error?.code ?? 0, output: `${stdout}${stderr}` });
        },
      );
      child.stdin?.end();
    });

  it('should find a node in order, and make nothing on it', async () => {
    const { code, output } = await doctor([]);
    expect(output).toContain('✓ SSH and pct on the node: pct can be used on lab-simulated-1.');
    expect(output).not.toContain('✗');
    expect(code).toBe(0);
  });

  it('should go on with the API where SSH is closed, and with SSH where the API is', async () => {
    await faults.set({ on: 'node', node: '1', effect: { kind: 'refuse', service: 'ssh' } });
    const withoutSsh = await doctor([]);
    expect(withoutSsh.code).toBe(1);
    expect(withoutSsh.output).toContain('✓ Privileges: All');
    expect(withoutSsh.output).toMatch(/✗ SSH login: .*ECONNREFUSED/);
    await faults.reset();
    await faults.set({ on: 'node', node: '1', effect: { kind: 'refuse', service: 'api' } });
    const withoutApi = await doctor([]);
    expect(withoutApi.code).toBe(1);
    expect(withoutApi.output).toMatch(/✗ API reachable: .*ECONNREFUSED/);
    expect(withoutApi.output).toContain('✓ SSH login: root is let in.');
  });

  it('should name each thing that is wrong with a remedy, and end as failed', async () => {
    const wishes = ['--storage', 'nope', '--bridge', 'vmbr7', '--template', 'plan9', '--memory', '99999999'];
    const { code, output } = await doctor(wishes);
    expect(code).toBe(1);
    for (const text of ['✗ OS template', '✗ Storage nope', '✗ Bridge vmbr7', '! Memory']) {
      expect(output).toMatch(new RegExp(`${text}.*\n {4}→ \\w`));
    }
    const wrong = await doctor([], { DOCTOR_TOKEN: `${node.tokenId}=00000000-0000-0000-0000-000000000000` });
    expect(wrong.output).toContain('✗ API login: invalid token value!');
  });

  it('should name each privilege that a token lacks, also where the node does not even tell its name', async () => {
    const { tokenId, tokenSecret } = await faults.giveToken('root@pam!weak', { '/vms': ['VM.Audit'] });
    const { code, output } = await doctor([], { DOCTOR_TOKEN: `${tokenId}=${tokenSecret}` });
    expect(code).toBe(1);
    expect(output).toContain('✓ API login: ');
    expect(output).toContain('✗ Privilege VM.Allocate: It is missing on /vms.');
    expect(output).toContain('✗ Privilege Sys.Audit: It is missing on /.');
    expect(output).not.toContain('Privilege VM.Audit');
  });

  it.each([
    [['--memory', 'lots'], '--memory takes a whole number.'],
    [['--ssh', 'root@host:twenty'], '--ssh looks like root@host:22.'],
    [['--ssh-fingerprint', 'SHA256:other'], 'not the given one.'],
    [['--nonsense'], "Unknown option '--nonsense'"],
  ])('should refuse %j in a sentence', async (args, sentence) => {
    const { code, output } = await doctor(args);
    expect(code).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
