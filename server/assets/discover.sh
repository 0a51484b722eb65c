#!/bin/sh
# Prints what runs in the container, one finding a line: a word, then fields separated by tabs.
set -u
export LC_ALL=C
each() { while IFS= read -r line; do printf '%s\t%s\n' "$1" "$line"; done; }

if command -v systemctl >/dev/null 2>&1; then
  units=$(systemctl list-units --type=service --all --no-legend --plain --no-pager 2>/dev/null)
  printf '%s\n' "$units" | each unit
  active=$(printf '%s\n' "$units" | awk '$3 == "active" && $4 == "running" { print $1 }')
  # Unit names hold no blanks.
  # shellcheck disable=SC2086
  [ -z "$active" ] || systemctl show --property=Id --property=MainPID $active 2>/dev/null | each main
elif command -v rc-status >/dev/null 2>&1; then
  rc-status --all --nocolor 2>/dev/null | each openrc
  # What OpenRC remembers of each program that it has started for a service, in lines like `pidfile=/run/nginx.pid`.
  for daemon in /run/openrc/daemons/*/*; do
    pidfile=$(sed -n 's/^pidfile=//p' "$daemon" 2>/dev/null)
    [ -f "$pidfile" ] || continue
    pid=$(sed -n '1s/^ *\([0-9][0-9]*\).*/\1/p' "$pidfile")
    service=${daemon%/*}
    [ -z "$pid" ] || printf 'main\tId=%s.service\nmain\tMainPID=%s\nmain\t\n' "${service##*/}" "$pid"
  done
fi

if command -v ss >/dev/null 2>&1; then
  sockets=$(ss -tulpnH 2>/dev/null)
  printf '%s\n' "$sockets" | each ss
  pids=$(printf '%s\n' "$sockets" | grep -o 'pid=[0-9]*' | cut -d= -f2 | sort -u)
elif command -v netstat >/dev/null 2>&1; then
  sockets=$(netstat -tulpn 2>/dev/null)
  printf '%s\n' "$sockets" | each netstat
  pids=$(printf '%s\n' "$sockets" | sed -n 's|.* \([0-9][0-9]*\)/.*|\1|p' | sort -u)
else
  pids=
fi
# For each listening process: its control group and its ancestors tell the service.
for pid in $pids; do
  [ -d "/proc/$pid" ] || continue
  printf 'cgroup\t%s\t%s\n' "$pid" "$(head -n 1 "/proc/$pid/cgroup" 2>/dev/null)"
  chain=$pid
  parent=$pid
  while [ "${parent:-0}" -gt 1 ]; do
    parent=$(awk '$1 == "PPid:" { print $2 }' "/proc/$parent/status" 2>/dev/null)
    chain="$chain ${parent:-0}"
  done
  printf 'ancestors\t%s\n' "$chain"
done

# Published ports of Docker's containers: what listens there is Docker's proxy, or nothing at all.
if command -v docker >/dev/null 2>&1; then
  timeout 10 docker ps --no-trunc --format '{{.Names}}\t{{.State}}\t{{.Ports}}' 2>/dev/null | head -n 200 | each docker
fi

# Which ports speak HTTP; the functions are in web-probe.sh.
while read -r host port; do probe "$host" "$port" & done <<LISTENERS
$(printf '%s\n' "${sockets-}" | listeners)
LISTENERS
wait

for file in "${INFRAHAUS_CREDENTIALS:-/etc/infrahaus/credentials}"/*; do
  [ -f "$file" ] && [ ! -L "$file" ] || continue
  # In base64: what is in it cannot pass for another finding.
  printf 'credentials\t%s\t%s\n' "${file##*/}" "$(head -c 65536 "$file" | base64 | tr -d '\n')"
done
printf 'end\n'
