export interface Socket {
  readonly protocol: 'tcp' | 'udp';
  /** Without brackets; `*`, `0.0.0.0` and `::` mean any. */
  readonly address: string;
  readonly port: number;
  readonly process: string | null;
  readonly pid: number | null;
}

/** `ss -tulpnH`: `tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=12,fd=6),…)`. */
export function parseSs(lines: readonly string[]): Socket[] {
  return lines.flatMap((line) => {
    const [protocol = '', state = '', , , local = '', , ...rest] = line.trim().split(/\s+/);
    if (state !== 'LISTEN' && state !== 'UNCONN') return [];
    const users = /\(\("([^"]*)",pid=(\d+)/.exec(rest.join(' '));
    return socket(protocol, local, users?.[1], users?.[2]);
  });
}

/** `netstat -tulpn`: `tcp 0 0 0.0.0.0:80 0.0.0.0:* LISTEN 12/nginx: master`. */
export function parseNetstat(lines: readonly string[]): Socket[] {
  return lines.flatMap((line) => {
    const [protocol = '', , , local = '', , ...rest] = line.trim().split(/\s+/);
    const user = /(?:^|\s)(\d+)\/([^\s:]+)/.exec(rest.join(' '));
    return socket(protocol, local, user?.[2], user?.[1]);
  });
}

function socket(protocol: string, local: string, process?: string, pid?: string): Socket[] {
  const kind = /^(tcp|udp)6?$/.exec(protocol)?.[1];
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(local) ?? [];
  if ((kind !== 'tcp' && kind !== 'udp') || port === '') return [];
  const address = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const owner = { process: process ?? null, pid: pid === undefined ? null : Number(pid) };
  return [{ protocol: kind, address, port: Number(port), ...owner }];
}

/** Whether only programs in the container itself can reach it. */
export function isLoopback({ address }: Socket): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
