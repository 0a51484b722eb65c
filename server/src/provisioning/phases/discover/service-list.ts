export interface ListedService {
  /** Without `.service`. */
  readonly name: string;
  readonly status: 'running' | 'stopped' | 'failed';
}

/** `systemctl list-units --all --plain --no-legend`: unit, load, active, sub, description. */
export function parseSystemdUnits(lines: readonly string[]): ListedService[] {
  return lines.flatMap((line) => {
    const [unit = '', load, active, sub] = line
      .trim()
      .replace(/^[●*×]\s+/, '')
      .split(/\s+/);
    if (!unit.endsWith('.service') || load === 'not-found' || load === 'masked') return [];
    return [{ name: unit.slice(0, -'.service'.length), status: statusOf(active, sub) }];
  });
}

function statusOf(active: string | undefined, sub: string | undefined): ListedService['status'] {
  if (active === 'failed') return 'failed';
  return active === 'active' && sub === 'running' ? 'running' : 'stopped';
}

/** `rc-status --all`: ` nginx   [  started  ]`, between headings. */
export function parseOpenRc(lines: readonly string[]): ListedService[] {
  const services = new Map<string, ListedService>();
  for (const line of lines) {
    const [, name, state] = /^\s+(\S+)\s+\[\s*(\w+)/.exec(line) ?? [];
    if (name === undefined) continue;
    const status = state === 'started' ? 'running' : state === 'crashed' ? 'failed' : 'stopped';
    services.set(name, { name, status });
  }
  return [...services.values()];
}

const SYSTEM_NAMES = new Set(
  [
    'acpid agetty apparmor atd auditd avahi-daemon blk-availability bootmisc chronyd chrony',
    'config-manager console-getty console-setup container-getty crond cron cgroups dbus dbus-broker devfs dhclient dhcpcd dmesg',
    'emergency fstrim getty hostname hwclock hwdrivers ifupdown-pre ifup irqbalance kbd keyboard-setup kmod killprocs',
    'ldconfig localmount loopback lvm2-monitor lxc man-db mdev modules mount-ro multipathd netmount networking',
    'networkd-dispatcher nscd ntp ntpd ntpsec nftables iptables packagekit polkit procps quotaon rc-local rescue',
    'root rsyslog savecache seedrng serial-getty snapd ssh sshd sudo sysctl sysfs syslog syslog-ng udev udisks2',
    'unattended-upgrades upower urandom user user-runtime-dir wpa_supplicant e2scrub_reap logrotate apt-daily',
    'apt-daily-upgrade dpkg-db-backup plymouth initrd exim4 postfix-resolvconf resolvconf',
  ]
    .join(' ')
    .split(' '),
);

/** Whether a service belongs to the operating system rather than to what the container is for. */
export function isSystemService(name: string): boolean {
  return name.startsWith('systemd-') || SYSTEM_NAMES.has(baseName(name));
}

/** `postgresql@15-main` → `postgresql`. */
export function baseName(service: string): string {
  return service.replace(/@.*$/, '');
}
