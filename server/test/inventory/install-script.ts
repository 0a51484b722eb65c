/** What install-node.sh gives to its token: privileges by path. */
export function grantsOf(installScript: string): Record<string, string[]> {
  const [, privileges = ''] = /^containers='([^']+)'/m.exec(installScript) ?? [];
  const [, paths = ''] = /^for path in (.+); do$/m.exec(installScript) ?? [];
  const container = privileges.split(/\s+/).filter(Boolean);
  if (container.length === 0 || paths === '') throw new Error('the script has another form now');
  return { '/': ['Sys.Audit'], ...Object.fromEntries(paths.split(' ').map((path) => [path, container])) };
}
