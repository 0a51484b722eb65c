import { findTemplate } from './os-template.js';

const volume = (file: string) => ({ volid: `local:vztmpl/${file}`, size: 1 });
const entry = (template: string) => ({ template, headline: '' });
const storage = (name: string, free: number, holdsTemplates = true) => ({
  ...{ name, free, holdsTemplates, type: 'dir', holdsContainers: false, total: 100 },
});
const STORAGES = [storage('small', 1), storage('large', 9), storage('disks', 99, false)];
const CATALOGUE = [entry('debian-12-standard_12.7-1_amd64.tar.zst'), entry('alpine-3.22-default_1.tar.xz')];

describe('the name of an OS template', () => {
  it('should stand for the newest file on a storage, by its version as a number', () => {
    const files = [
      'debian-12-standard_12.7-1_a.zst',
      'debian-12-standard_12.12-1_a.zst',
      'debian-13-x_13_a.zst',
    ];
    expect(findTemplate('debian-12-standard', files.map(volume), CATALOGUE, STORAGES)).toEqual({
      ...{ kind: 'present', volid: 'local:vztmpl/debian-12-standard_12.12-1_a.zst' },
    });
  });

  it('should stand for the catalogue’s file, onto the roomiest storage, while none is there', () => {
    expect(findTemplate('alpine-3.22-default', [], CATALOGUE, STORAGES)).toEqual({
      ...{ kind: 'in-catalogue', template: 'alpine-3.22-default_1.tar.xz', storage: 'large' },
    });
  });

  it('should be missing when nobody knows it, and when a volume id is gone', () => {
    expect(findTemplate('debian-1', [volume('debian-12_1.zst')], CATALOGUE, STORAGES).kind).toBe('missing');
    expect(findTemplate('local:vztmpl/gone', [], CATALOGUE, STORAGES).kind).toBe('missing');
    expect(findTemplate('alpine-3.22-default', [], CATALOGUE, []).kind).toBe('missing');
  });

  it('should be taken at its word as a volume id', () => {
    const present = volume('mine.tar.gz');
    expect(findTemplate(present.volid, [present], [], [])).toEqual({ kind: 'present', volid: present.volid });
  });
});
