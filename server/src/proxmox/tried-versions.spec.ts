import { versionProblem } from './tried-versions.js';

describe('a version of Proxmox VE', () => {
  it('should be fine if its release was tried, whatever its patch', () => {
    for (const version of ['8.4.0', '8.4.14', '9.2', '9.2.3', '9.2.3~1'])
      expect(versionProblem(version)).toBeNull();
  });

  it('should be warned of as older, or as not tried', () => {
    for (const version of ['', 'x', '7.4.3', '8.3.5', '8.0'])
      expect(versionProblem(version)?.older).toBe(true);
    for (const version of ['9.0.1', '9.1', '9.20.1', '10.0.1', '9.3'])
      expect(versionProblem(version)?.older).toBe(false);
    expect(versionProblem('9.3')?.remedy).toContain('8.4 and 9.2');
  });
});
