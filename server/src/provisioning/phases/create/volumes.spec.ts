import { volumesIn } from './volumes.js';

describe('the volumes of a container', () => {
  it('should be read from its configuration on the node: root first, sizes rounded up to GiB', () => {
    const config = {
      hostname: 'web-1',
      mp10: 'tank:subvol-104-disk-2,mp=/srv,size=1T',
      mp2: 'local-lvm:vm-104-disk-1,mp=/data,backup=1,size=512M',
      rootfs: 'local-lvm:vm-104-disk-0,size=8G',
    };
    expect(volumesIn(config)).toEqual([
      { use: 'rootfs', storage: 'local-lvm', volume: 'local-lvm:vm-104-disk-0', gib: 8 },
      { use: '/data', storage: 'local-lvm', volume: 'local-lvm:vm-104-disk-1', gib: 1 },
      { use: '/srv', storage: 'tank', volume: 'tank:subvol-104-disk-2', gib: 1024 },
    ]);
  });

  it('should not hold what was not made for it: directories of the node, volumes without a storage', () => {
    expect(volumesIn({ mp0: '/mnt/bind,mp=/bind', unused0: 'local:x', rootfs: 5, mp1: '' })).toEqual([]);
  });
});
