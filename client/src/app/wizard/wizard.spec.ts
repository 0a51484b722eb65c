import { Clipboard } from '@angular/cdk/clipboard';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { nginx } from '../templates/template.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { DraftStore } from './draft-store.js';
import { capacities, inventory, nodes, plan, preflight, requested, templates } from './wizard.fixture.js';
import { Wizard } from './wizard.js';

const accepted = { __typename: 'ContainerAccepted', containerId: 'c9', runId: 'r1', version: '1' };

const fine = { ...preflight, state: 'PASS', checks: [] };
const buckets = [{ id: 'b1', title: 'Tools', packages: [{ manager: 'APT', name: 'jq' }] }];

async function open(
  create: () => unknown = () => accepted,
  url = '/containers/new',
  checked: object = fine,
  inventoryOf: () => unknown = () => inventory,
) {
  const api = new FakeApi({
    TemplateCatalogue: () => ({ templates }),
    NodeChoices: () => ({ nodes }),
    NodeCapacities: () => ({ nodeCapacities: capacities }),
    ContainerDraft: ({ id }) => ({ containerDraft: id === 'c7' ? requested : null }),
    ProvisioningPreflight: () => ({ provisioningPreflight: checked }),
    PackageLists: () => ({ packageBuckets: buckets }),
    TemplateDetails: () => ({ template: nginx }),
    CreateTemplate: () => ({
      createTemplate: { __typename: 'TemplateSaved', template: { id: 't9', revision: 1 } },
    }),
    ProvisioningPlan: () => ({ provisioningPlan: plan }),
    NodeInventory: async ({ id }) => ({ node: { id: String(id), inventory: await inventoryOf() } }),
    CreateContainer: () => ({ createContainer: create() }),
  });
  TestBed.configureTestingModule({
    providers: [
      api.provider,
      provideRouter(
        [
          { path: 'containers/new', component: Wizard },
          { path: 'containers/:id/progress', children: [] },
        ],
        withComponentInputBinding(),
      ),
    ],
  });
  const harness = await RouterTestingHarness.create(url);
  const page = new Page(harness.fixture);
  await page.settle();
  return { api, page, url: () => TestBed.inject(Router).url };
}
type Opened = Awaited<ReturnType<typeof open>>;

async function chooseNginx({ page }: Opened) {
  const card = page.all('template-card').find(({ dataset }) => dataset['templateId'] === 'nginx');
  card?.querySelector('input')?.click();
  await page.settle();
  await page.click('wizard-next');
}
async function configure(opened: Opened) {
  await chooseNginx(opened);
  await opened.page.type('hostname', 'web-9');
  await opened.page.type('root-password', 'correct horse');
  await opened.page.click('wizard-next');
}
async function review(opened: Opened) {
  await configure(opened);
  await opened.page.click('wizard-next');
  await opened.page.click('wizard-next');
}
async function until(seen: () => boolean): Promise<void> {
  while (!seen()) await new Promise((resolve) => setTimeout(resolve));
}
const valueOf = (page: Page, testId: string) => (page.one(testId) as HTMLInputElement).value;

describe('The wizard', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it('does not go on without a template, and says so', async () => {
    const { page } = await open();
    await page.click('wizard-next');
    expect(page.text).toContain('Choose a template, or start from scratch.');
  });

  it('takes over what the template suggests and what the node has', async () => {
    const opened = await open();
    await chooseNginx(opened);
    const { page } = opened;
    expect([valueOf(page, 'cores'), valueOf(page, 'memory'), valueOf(page, 'disk')]).toEqual([
      '2',
      '1024',
      '10',
    ]);
    expect([valueOf(page, 'node-select'), valueOf(page, 'storage'), valueOf(page, 'bridge')]).toEqual([
      'n1',
      'local-zfs',
      'vmbr0',
    ]);
    expect(page.one('storage').textContent).toContain('local-zfs (zfspool, 400 GiB free)');
    expect(page.one('storage').textContent).not.toContain('iso');
    expect(page.text).toContain('the next free one, now 104');
  });

  it('begins with the template that the address names, on the step after it', async () => {
    const { page, url } = await open(() => accepted, '/containers/new?template=nginx');
    await page.settle();
    expect(url()).toBe('/containers/new?step=configure');
    expect(TestBed.inject(Title).getTitle()).toBe('Configure · New container · Infrahaus');
    expect(valueOf(page, 'memory')).toBe('1024');
  });

  it('brings a container’s request back, except for its VMID and password', async () => {
    const { page, url } = await open(() => accepted, '/containers/new?from=c7');
    await page.settle();
    expect(url()).toBe('/containers/new?step=configure');
    expect(page.one('copied-from').textContent).toContain('set one again');
    expect(page.one('more-settings').closest('details')?.open).toBe(true);
    expect(['hostname', 'vmid', 'node-select', 'address'].map((field) => valueOf(page, field))).toEqual([
      'web-7',
      '',
      'n2',
      '192.168.1.70/24',
    ]);
  });

  it('unfolds what a copied card has set, and not what a new one has not', async () => {
    const { page } = await open(() => accepted, '/containers/new?from=c7');
    await page.settle();
    await page.click('card-add');
    expect(page.all('card-more').map((part) => part.closest('details')?.open)).toEqual([true, true, false]);
  });

  it('says that the container to begin with is gone', async () => {
    const { page } = await open(() => accepted, '/containers/new?from=c8');
    await page.settle();
    expect(page.text).toContain('There is no such container any more.');
  });

  it('has everything again, the password too, when what was just deployed is to be changed', async () => {
    const opened = await open();
    await review(opened);
    await opened.page.click('deploy');
    const key = TestBed.inject(DraftStore).draft().idempotencyKey;
    await TestBed.inject(Router).navigateByUrl('/containers/new?from=c9');
    await opened.page.settle();
    expect(valueOf(opened.page, 'hostname')).toBe('web-9');
    expect(valueOf(opened.page, 'root-password')).toBe('correct horse');
    expect(TestBed.inject(DraftStore).draft().idempotencyKey).not.toBe(key);
  });

  it('offers what was used last on the node', async () => {
    const opened = await open();
    await chooseNginx(opened);
    await opened.page.choose('storage', 'local');
    await opened.page.type(
      'ssh-keys',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPaTL1Qmqc9dC0OZ0Qm2C9bYHc2ZtQ2JmM2k1uH0Gm3b me',
    );
    await opened.page.type('hostname', 'web-9');
    for (let step = 0; step < 3; step++) await opened.page.click('wizard-next');
    await opened.page.click('deploy');
    TestBed.resetTestingModule();
    const again = await open();
    await chooseNginx(again);
    expect(valueOf(again.page, 'storage')).toBe('local');
    expect(valueOf(again.page, 'ssh-keys')).toContain('ssh-ed25519');
  });

  it('tells how much room each node has for this size, and takes the suggested one when asked', async () => {
    const opened = await open();
    await chooseNginx(opened);
    const { api, page } = opened;
    expect(api.variablesOf('NodeCapacities')).toEqual({ memory: 1024, disk: 10 });
    expect(page.one('node-select').textContent).toContain('lab-a · Lab · 24.0 GiB memory free');
    expect(page.one('node-select').textContent).toContain('pve1 · most room · 28.0 GiB memory free');
    expect(page.texts('node-room')[0]).toContain('Memory 24.0 GiB of 32.0 GiB free');
    await page.click('node-take');
    expect(valueOf(page, 'node-select')).toBe('n2');
    expect(page.all('node-suggested')).toEqual([]);
  });

  it('waits for the node when one goes on before it has answered, and goes on by itself', async () => {
    let waited = false;
    const { page, url } = await open(
      () => accepted,
      '/containers/new?template=nginx',
      fine,
      async () => {
        const typeInto = (testId: string, text: string) => {
          const input = document.querySelector<HTMLInputElement>(`[data-testid=${testId}]`)!;
          input.value = text;
          input.dispatchEvent(new Event('input'));
        };
        const next = () => document.querySelector<HTMLElement>('[data-testid=wizard-next]');
        await until(() => document.querySelector('[data-testid=hostname]') !== null);
        typeInto('hostname', 'web-9');
        typeInto('root-password', 'correct horse');
        next()?.click();
        await until(() => next()?.textContent.includes('Asking the node') ?? false);
        waited = true;
        return inventory;
      },
    );
    expect(waited).toBe(true);
    expect(page.text).toContain('Packages');
    expect(url()).toBe('/containers/new?step=packages');
  });

  it('shows all problems of the step when going on is refused', async () => {
    const opened = await open();
    await chooseNginx(opened);
    await opened.page.click('wizard-next');
    expect(opened.page.text).toContain('Give the container a host name.');
    expect(opened.page.text).toContain('Set a root password or add an SSH key');
  });

  it('says what is wrong with a host name as soon as one leaves it', async () => {
    const opened = await open();
    await chooseNginx(opened);
    await opened.page.type('hostname', 'no_underscore');
    expect(opened.page.text).toContain('Use letters, digits and hyphens');
  });

  it('asks for address and gateway only when the address is static', async () => {
    const opened = await open();
    await chooseNginx(opened);
    expect(opened.page.all('address')).toEqual([]);
    await opened.page.choose('addressing', 'static');
    await opened.page.type('address', '192.168.1.20/24');
    await opened.page.type('gateway', '10.0.0.1');
    expect(opened.page.text).toContain('The gateway must lie in the network of the address.');
  });

  it('takes several network cards, each with its own problems, and leaves one out again', async () => {
    const opened = await open();
    await chooseNginx(opened);
    const { page } = opened;
    await page.click('card-add');
    await page.click('card-add');
    expect(page.all('network-card')).toHaveLength(3);
    const [, vlan] = page.all('vlan') as HTMLInputElement[];
    vlan!.value = '5000';
    vlan!.dispatchEvent(new Event('input'));
    await page.click('wizard-next');
    expect(page.all('network-card')[1]?.textContent).toContain('The VLAN tag');
    page.all('card-remove')[1]?.click();
    await page.settle();
    expect(TestBed.inject(DraftStore).draft().networks).toMatchObject([
      { bridge: 'vmbr0', addressing: 'dhcp' },
      { bridge: 'vmbr0', addressing: 'manual', vlan: 5000 },
    ]);
  });

  it('generates a password that can be read and copied', async () => {
    const opened = await open();
    await chooseNginx(opened);
    await opened.page.click('generate-password');
    expect(valueOf(opened.page, 'root-password')).toMatch(/^[A-Za-z2-9]{20}$/);
    expect((opened.page.one('root-password') as HTMLInputElement).type).toBe('text');
    let copied = '';
    TestBed.inject(Clipboard).copy = (text) => {
      copied = text;
      return true;
    };
    await opened.page.click('copy');
    expect(copied).toBe(valueOf(opened.page, 'root-password'));
  });

  it('switches package groups off, adds packages, and refuses what is none', async () => {
    const opened = await open();
    await configure(opened);
    const { page } = opened;
    expect(page.all('package-group').map(({ dataset }) => dataset['group'])).toEqual([
      'base.apt',
      'nginx.apt',
    ]);
    page.all('package-group')[1]?.querySelector('button')?.click();
    await page.type('package-name', 'htop; reboot');
    await page.click('package-add');
    expect(page.text).toContain('This is no apt package');
    await page.type('package-name', 'htop');
    await page.click('package-add');
    expect(page.texts('extra-package')).toEqual(['apt htop']);
    expect(TestBed.inject(DraftStore).draft()).toMatchObject({
      skippedGroups: ['nginx.apt'],
      extraPackages: [{ manager: 'APT', name: 'htop' }],
    });
  });

  it('shows the scripts and lets them be switched off', async () => {
    const opened = await open();
    await configure(opened);
    await opened.page.click('wizard-next');
    expect(opened.page.one('script').textContent).toContain('echo site');
    opened.page.one('script').querySelector('button')?.click();
    expect(TestBed.inject(DraftStore).draft().skippedScripts).toEqual(['10-configure.sh']);
  });

  it('reviews everything without showing the password', async () => {
    const opened = await open();
    await review(opened);
    expect(opened.page.text).toContain('web-9');
    expect(opened.page.text).toContain('root password');
    expect(opened.page.text).not.toContain('correct horse');
  });

  it('asks the node once about the request, and says first what speaks against it', async () => {
    const opened = await open(() => accepted, '/containers/new', preflight);
    const asked = () => opened.api.asked.filter(({ name }) => name === 'ProvisioningPreflight').length;
    await configure(opened);
    expect(asked()).toBe(0);
    await opened.page.click('wizard-next');
    await opened.page.click('wizard-next');
    expect(asked()).toBe(1);
    expect(opened.page.one('preflight').textContent).toContain('It would fail as it stands');
    expect(opened.page.all('check').map(({ dataset }) => dataset['state'])).toEqual(['FAIL', 'WARN', 'PASS']);
    expect(opened.page.texts('check')[0]).toContain('Choose a smaller disk. Go to Configure');
    await opened.page.click('deploy');
    expect(opened.page.text).toContain('would fail: Room on local-zfs. Deploy web-9 all the same?');
    expect(opened.api.variablesOf('CreateContainer')).toBeUndefined();
    await opened.page.click('confirm-no');
    expect(opened.page.all('deploy-asks')).toEqual([]);
    await opened.page.click('deploy');
    await opened.page.click('confirm-yes');
    expect(opened.url()).toBe('/containers/c9/progress');
  });

  it('says at the field itself what the node would not do, until something is changed', async () => {
    const opened = await open(() => accepted, '/containers/new', preflight);
    await review(opened);
    for (let step = 0; step < 3; step++) await opened.page.click('wizard-back');
    const saidAtDisk = () => opened.page.one('disk').closest('mat-form-field')?.textContent;
    expect(saidAtDisk()).toContain('Only 4.0 GiB are free. Choose a smaller disk.');
    await opened.page.type('disk', '2');
    expect(saidAtDisk()).not.toContain('Only 4.0 GiB');
  });

  it('takes the packages of a list, each once', async () => {
    const opened = await open();
    await configure(opened);
    await opened.page.choose('package-list', 'b1');
    await opened.page.click('package-list-add');
    await opened.page.click('package-list-add');
    expect(opened.page.texts('extra-package')).toEqual(['apt jq']);
  });

  it('saves what was chosen as a template; Enter does that too, and deploys nothing', async () => {
    const opened = await open();
    await review(opened);
    await opened.page.type('save-title', 'Mine');
    opened.page
      .one('save-title')
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    await opened.page.settle();
    await opened.page.settle();
    expect(opened.api.variablesOf('CreateTemplate')?.['input']).toMatchObject({
      title: 'Mine',
      defaults: { memory: 1024 },
    });
    expect(opened.page.texts('template-saved')).toEqual(['“Mine” is a template now. Look at it']);
    expect(opened.api.variablesOf('CreateContainer')).toBeUndefined();
  });

  it('shows the plan when somebody wants to see it, and asks for it only then', async () => {
    const opened = await open();
    await review(opened);
    expect(opened.api.variablesOf('ProvisioningPlan')).toBeUndefined();
    opened.page.one('plan').dispatchEvent(new Event('toggle'));
    await opened.page.settle();
    expect(opened.page.texts('plan-action')).toEqual(['Make the container pvesh create /nodes/lab-a/lxc']);
  });

  it('deploys with the draft’s key and goes to the progress page at once', async () => {
    const opened = await open();
    await review(opened);
    const key = TestBed.inject(DraftStore).draft().idempotencyKey;
    await opened.page.click('deploy');
    expect(opened.api.variablesOf('CreateContainer')).toMatchObject({
      idempotencyKey: key,
      input: { hostname: 'web-9', templateId: 'nginx', nodeId: 'n1', access: { password: 'correct horse' } },
    });
    expect(opened.url()).toBe('/containers/c9/progress');
  });

  it('loses nothing when nobody answers, and sends the same key again', async () => {
    const opened = await open(() => {
      throw new RequestFailed('Infrahaus does not answer.', 'offline');
    });
    await review(opened);
    await opened.page.click('deploy');
    expect(opened.page.text).toContain('Infrahaus does not answer. Nothing that you typed is lost.');
    await opened.page.click('deploy');
    const keys = opened.api.asked
      .filter(({ name }) => name === 'CreateContainer')
      .map(({ variables }) => variables['idempotencyKey'] as string);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('leads to the field that the server refused', async () => {
    const problems = [{ field: 'vmid', reason: 'VMID 104 is taken.', code: 'VMID.TAKEN' }];
    const opened = await open(() => ({ __typename: 'InvalidInput', problems }));
    await review(opened);
    await opened.page.click('deploy');
    expect(opened.page.text).toContain('VMID 104 is taken. Go to Configure');
    for (let step = 0; step < 3; step++) await opened.page.click('wizard-back');
    expect(opened.page.one('vmid').getAttribute('aria-invalid')).toBe('true');
    expect(opened.page.one('vmid').closest('mat-form-field')?.textContent).toContain('VMID 104 is taken.');
  });

  it('points to the container that the same form has made before', async () => {
    const conflict = { __typename: 'IdempotencyConflict', containerId: 'c3', message: 'used' };
    const opened = await open(() => conflict);
    await review(opened);
    await opened.page.click('deploy');
    expect(opened.page.text).toContain('has made a container already');
  });

  it('starts afresh after a container was deployed', async () => {
    const opened = await open();
    await review(opened);
    await opened.page.click('deploy');
    TestBed.resetTestingModule();
    const { page } = await open();
    await page.settle();
    expect(TestBed.inject(DraftStore).draft()).toMatchObject({ hostname: '', templateId: null });
  });
});
