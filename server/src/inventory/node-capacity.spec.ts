import type { Capacity } from './node-capacity.js';
import { suggest } from './node-capacity.js';
import { percentIn } from './node-task.js';

const GIB = 1024 ** 3;
const node = (id: string, change: Partial<Capacity> = {}) => ({
  id,
  capacity: {
    ...{
      cpuLoad: 0.1,
      cpus: 4,
      memoryFree: 8 * GIB,
      memoryTotal: 16 * GIB,
      storage: 's',
      storageFree: 100 * GIB,
    },
    ...change,
  },
});
const wanted = { memory: GIB, disk: 8 * GIB };

describe('the suggested node', () => {
  it('should be the one that has most left of what is scarcest there', () => {
    const small = node('a', { memoryFree: 2 * GIB });
    expect(suggest([small, node('b')], wanted)).toBe('b');
    expect(suggest([node('busy', { cpuLoad: 0.9 }), small], wanted)).toBe('busy');
  });

  it('should have room, and be there', () => {
    const full = node('full', { storageFree: 4 * GIB });
    const short = node('short', { memoryFree: GIB / 2 });
    const none = node('none', { storage: null, storageFree: null });
    expect(suggest([full, short, none, { id: 'away', capacity: null }], wanted)).toBeNull();
    expect(suggest([full, node('a')], wanted)).toBe('a');
  });
});

describe('the progress of a download', () => {
  it('should be the last share that the log tells', () => {
    const line = (share: string) => `  4096K ........ ........ ${share} 12.3M 4s`;
    expect(percentIn(['downloading', line('7%'), line('12%'), 'done soon'])).toBe(12);
    expect(percentIn(['downloading'])).toBeNull();
    expect(percentIn([])).toBeNull();
    expect(percentIn([line('100%')])).toBe(100);
  });
});
