import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { capacities, inventory, nodes, preflight, templates } from './wizard.fixture.js';
import { WizardHarness } from './wizard.harness.fixture.js';
import { Wizard } from './wizard.js';

const accepted = { __typename: 'ContainerAccepted', containerId: 'c9', runId: 'r1', version: '1' };

const withTwoScripts = templates.map((template) => {
  const [first] = template.scripts;
  return first ? { ...template, scripts: [first, { ...first, name: '20-site.sh' }] } : template;
});

async function open(catalogue = templates) {
  const api = new FakeApi({
    TemplateCatalogue: () => ({ templates: catalogue }),
    NodeChoices: () => ({ nodes }),
    NodeCapacities: () => ({ nodeCapacities: capacities }),
    NodeInventory: ({ id }) => ({ node: { id: String(id), inventory } }),
    PackageLists: () => ({ packageBuckets: [] }),
    ProvisioningPreflight: () => ({ provisioningPreflight: { ...preflight, state: 'PASS', checks: [] } }),
    CreateContainer: () => ({ createContainer: accepted }),
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
  const { fixture } = await RouterTestingHarness.create('/containers/new');
  const wizard = await TestbedHarnessEnvironment.documentRootLoader(fixture).getHarness(WizardHarness);
  return { api, wizard };
}

/** On the step after Configure. */
async function configured(catalogue = templates) {
  const opened = await open(catalogue);
  const { wizard } = opened;
  await wizard.pick('nginx');
  await wizard.submit();
  await wizard.type('Host name', 'web-9');
  await wizard.type('Root password', 'correct horse');
  await wizard.submit();
  return opened;
}

describe('A step of the wizard', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it('Template: names what is missing, and has the chosen one again after going back', async () => {
    const { wizard } = await open();
    await wizard.submit();
    expect(await wizard.alerts()).toEqual(['Choose a template, or start from scratch.']);
    expect(await wizard.descriptionOfChoices()).toBe('Choose a template, or start from scratch.');
    await wizard.pick('debian-base');
    await wizard.submit();
    expect(await wizard.title()).toBe('Configure');
    await wizard.back();
    expect(await wizard.isPicked('debian-base')).toBe(true);
  });

  it('Configure: judges a field once it was left, and puts the keyboard on the first problem', async () => {
    const { wizard } = await open();
    await wizard.pick('nginx');
    await wizard.submit();
    expect(await wizard.errorsOf('Host name')).toEqual([]);
    await wizard.type('Host name', 'no_underscore');
    expect((await wizard.errorsOf('Host name'))[0]).toContain('Use letters, digits and hyphens');
    expect(await wizard.errorsOf('Memory')).toEqual([]);
    await wizard.type('Memory', '1');
    await wizard.submit();
    expect(await wizard.title()).toBe('Configure');
    expect(await wizard.hasFocus('Host name')).toBe(true);
    expect((await wizard.errorsOf('Memory'))[0]).toContain('must be a whole number from 16');
  });

  it('Configure: keeps everything that was typed while one goes back and forth', async () => {
    const { wizard } = await configured();
    await wizard.back();
    await wizard.choose('IPv4 address', 'Static address');
    await wizard.type('Address with prefix length', '192.168.1.20/24');
    await wizard.back();
    await wizard.submit();
    expect(await wizard.contentOf('Host name')).toBe('web-9');
    expect(await wizard.contentOf('Root password')).toBe('correct horse');
    expect(await wizard.contentOf('Address with prefix length')).toBe('192.168.1.20/24');
  });

  it('Packages: Enter adds a package and stays; what is none is named; switches are kept', async () => {
    const { wizard } = await configured();
    await wizard.type('Package', 'htop; reboot');
    await wizard.pressEnterIn('Package');
    expect(await wizard.title()).toBe('Packages');
    expect((await wizard.errorsOf('Package'))[0]).toContain('This is no apt package');
    await wizard.type('Package', 'htop');
    await wizard.pressEnterIn('Package');
    await (await wizard.switchOf(/nginx\.apt/)).toggle();
    await wizard.submit();
    await wizard.back();
    expect(await (await wizard.switchOf(/nginx\.apt/)).isChecked()).toBe(false);
    expect(await (await wizard.switchOf(/base\.apt/)).isChecked()).toBe(true);
    expect(await wizard.text()).toContain('htop');
  });

  it('Packages: takes along what was typed and not added, and does not go on while it is none', async () => {
    const { api, wizard } = await configured();
    await wizard.type('Package', 'htop; reboot');
    await wizard.submit();
    expect(await wizard.title()).toBe('Packages');
    expect(await wizard.hasFocus('Package')).toBe(true);
    expect(await wizard.alerts()).toEqual([]);
    await wizard.type('Package', 'htop');
    await wizard.submit();
    await wizard.back();
    expect(await wizard.contentOf('Package')).toBe('htop');
    for (let step = 0; step < 2; step++) await wizard.submit();
    expect(await wizard.text()).toContain('htop');
    await wizard.submit();
    expect(api.variablesOf('CreateContainer')).toMatchObject({
      input: { extraPackages: [{ manager: 'APT', name: 'htop' }] },
    });
  });

  it('Scripts: shows each, and keeps which are switched off', async () => {
    const { wizard } = await configured();
    await wizard.submit();
    expect(await wizard.text()).toContain('Writes the site.');
    await (await wizard.switchOf(/10-configure\.sh/)).uncheck();
    await wizard.back();
    await wizard.submit();
    expect(await (await wizard.switchOf(/10-configure\.sh/)).isChecked()).toBe(false);
  });

  it('Scripts: moves one by the keyboard, says where it is, and keeps the focus on it', async () => {
    const { api, wizard } = await configured(withTwoScripts);
    await wizard.submit();
    await wizard.press('Move 20-site.sh up');
    expect(await wizard.text()).toContain('20-site.sh is number 1 of 2 now.');
    expect(await wizard.focusedLabel()).toBe('Move 20-site.sh down');
    await wizard.submit();
    expect(await wizard.text()).toContain('20-site.sh, 10-configure.sh');
    await wizard.submit();
    expect(api.variablesOf('CreateContainer')).toMatchObject({
      input: { scripts: ['20-site.sh', '10-configure.sh'] },
    });
  });

  it('Review: shows what was chosen, and sends just that', async () => {
    const { api, wizard } = await configured();
    await wizard.submit();
    await wizard.submit();
    expect(await wizard.title()).toBe('Review');
    expect(await wizard.text()).toContain('web-9');
    expect(await wizard.text()).not.toContain('correct horse');
    await wizard.submit();
    expect(api.variablesOf('CreateContainer')).toMatchObject({
      input: { hostname: 'web-9', templateId: 'nginx', access: { password: 'correct horse' } },
    });
  });
});
