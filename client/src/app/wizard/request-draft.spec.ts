import { inputOf } from './draft-input.js';
import type { Request } from './request-draft.js';
import { draftFrom } from './request-draft.js';
import { emptyDraft } from './wizard-draft.js';
import { requested, templates } from './wizard.fixture.js';

const nginx = templates[0]!;
const again = (request: Request, template = nginx) =>
  inputOf({ ...emptyDraft('key-12345678'), ...draftFrom(request, template) }, 'a new password', template);

describe('A request that comes back into the wizard', () => {
  it('asks for the same again, except for the VMID and with a new password', () => {
    const { access, ...rest } = requested;
    expect(again(requested)).toEqual({
      ...rest,
      network: { ...rest.network, mac: null },
      moreNetworks: rest.moreNetworks.map((card) => ({ ...card, mac: null })),
      vmid: null,
      access: { password: 'a new password', sshKeys: access.sshKeys },
    });
  });

  it('asks for everything of the template when it did so before', () => {
    expect(again({ ...requested, packageGroups: null, scripts: null })).toMatchObject({
      packageGroups: null,
      scripts: null,
    });
  });

  it('keeps the order of its scripts', () => {
    const [script] = nginx.scripts;
    const template = { ...nginx, scripts: [script!, { ...script!, name: '20-b.sh' }] };
    const scripts = ['20-b.sh', '10-configure.sh'];
    expect(again({ ...requested, scripts }, template).scripts).toEqual(scripts);
  });

  it('keeps DHCP, and an OS template only where it is not the template’s own', () => {
    const network = { ...requested.network, ipv4: 'dhcp', gateway: null, ipv6: 'auto', gateway6: null };
    expect(again({ ...requested, network, osTemplate: 'debian-12-standard' })).toMatchObject({
      network,
      osTemplate: null,
    });
  });

  it('wants a template to be chosen when the old one is gone', () => {
    expect(draftFrom(requested, null)).toMatchObject({ templateId: null, fromScratch: false });
  });
});
