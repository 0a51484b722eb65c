import type { Browser, Page } from 'playwright-core';
import type { LabNode } from '../lab/lab.js';
import { Application } from './application.js';
import { describeInBrowser, launchBrowser } from './browser.js';
import { setUp } from './people.js';

describeInBrowser('nodes in a browser', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;
  let first: LabNode;
  let second: LabNode;

  beforeAll(async () => {
    application = await Application.start();
    [first, second] = application.lab.nodes as [LabNode, LabNode];
    browser = await launchBrowser();
    page = await browser.newPage();
    await setUp(application, page);
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  const cardOf = ({ name }: LabNode) => page.locator(`[data-testid=node][data-node="${name}"]`);

  async function loginTo(node: LabNode, sshPassword: string): Promise<void> {
    await page.getByTestId('ssh-user').fill(node.sshUser);
    await page.getByTestId('ssh-by').selectOption('password');
    await page.getByTestId('ssh-password').fill(sshPassword);
  }

  async function confirmFingerprintsOf(node: LabNode): Promise<void> {
    await page.getByTestId('node-port').fill(String(node.apiPort));
    await page.getByTestId('node-ssh-port').fill(String(node.sshPort));
    await page.getByTestId('probe').click();
    await page.getByTestId('tls-fingerprint').filter({ hasText: node.tlsFingerprint }).waitFor();
    await page.getByTestId('ssh-fingerprint').filter({ hasText: node.sshFingerprint }).waitFor();
    await page.getByTestId('confirm-fingerprints').click();
    await page.getByTestId('token-id').waitFor();
  }

  it('should test a node and tell what was tried', async () => {
    await page.goto(`${application.url}/nodes`);
    await cardOf(first).getByTestId('node-test').click();
    const report = cardOf(first).getByTestId('node-report');
    await report.locator('[data-state=PASS]').first().waitFor();
    expect(await report.locator('[data-state=FAIL]').count()).toBe(0);
    await report.getByText('SSH').first().waitFor();
  });

  it('should keep a change of a node only if it works, and never show a secret again', async () => {
    await cardOf(first).getByTestId('node-edit').click();
    await page.getByTestId('node-host').waitFor();
    expect(await page.getByTestId('token-secret').inputValue()).toBe('');
    await page.getByTestId('node-port').fill('0');
    await page.getByTestId('save-node').click();
    await page.locator('mat-error').first().waitFor();
    await page.getByTestId('node-port').fill(String(first.apiPort));
    await loginTo(first, 'not the password');
    await page.getByTestId('save-node').click();
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByTestId('ssh-password').inputValue()).toBe('not the password');
    await page.getByTestId('ssh-password').fill(first.sshPassword);
    await page.getByTestId('save-node').click();
    await cardOf(first).waitFor();
    await cardOf(first).getByTestId('node-edit').click();
    await page.getByTestId('ssh-password').waitFor();
    expect(await page.getByTestId('ssh-password').inputValue()).toBe('');
  });

  it('should forget nodes after a question, and say what to do without one', async () => {
    await page.goto(`${application.url}/nodes`);
    for (const node of [first, second]) {
      await cardOf(node).getByTestId('node-remove').click();
      await cardOf(node).getByTestId('confirm-yes').click();
      await cardOf(node).waitFor({ state: 'detached' });
    }
    await page.getByText('No node yet').waitFor();
  });

  it('should register a node, and then another of its cluster with what was typed', async () => {
    await page.goto(`${application.url}/nodes/new`);
    await page.getByTestId('node-host').fill(first.host);
    await confirmFingerprintsOf(first);
    await page.getByTestId('token-id').fill(first.tokenId);
    await page.getByTestId('token-secret').fill(first.tokenSecret);
    await loginTo(first, 'not the password');
    await page.getByTestId('register-node').click();
    await page.getByRole('alert').first().waitFor();
    await page.getByTestId('ssh-password').fill(first.sshPassword);
    await page.getByTestId('register-node').click();
    const member = page.getByTestId('cluster-member').filter({ hasText: second.name });
    await member.getByTestId('register-member').click();
    await page.getByTestId('node-host').fill(second.host);
    await confirmFingerprintsOf(second);
    expect(await page.getByTestId('token-id').inputValue()).toBe(first.tokenId);
    await page.getByTestId('token-id').fill(second.tokenId);
    await page.getByTestId('token-secret').fill(second.tokenSecret);
    await loginTo(second, second.sshPassword);
    await page.getByTestId('register-node').click();
    await page.waitForURL(`${application.url}/nodes`);
    for (const node of [first, second]) await cardOf(node).getByText('Answers').waitFor();
  });
});
