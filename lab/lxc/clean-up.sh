#!/bin/sh
# clean-up.sh DIRECTORY BRIDGE FORWARDING [wait]: removes all that a lab with real containers has on this machine, and
# can be run again. With `wait` it does so when its standard input ends: when the lab does, however it does.
set -u
directory=$1 bridge=$2 forwarding=$3
[ "${4-}" != wait ] || cat >/dev/null
for config in "$directory"/*/config; do
  [ -f "$config" ] || continue
  name=${config%/config}
  lxc-stop -k -P "$directory" -n "${name##*/}" 2>/dev/null
done
# A container that is just starting is not known to lxc-stop yet.
for turn in 1 2 3 4 5 6 7 8 9 10; do
  left=$(pgrep -f "^/usr/bin/lxc-start -F -P $directory " || true)
  [ -n "$left" ] || break
  kill -KILL $left 2>/dev/null
  for config in "$directory"/*/config; do
    name=${config%/config}
    [ -f "$config" ] && lxc-stop -k -P "$directory" -n "${name##*/}" 2>/dev/null
  done
  sleep 0.2
done
nft delete table ip "$bridge" 2>/dev/null
ip link delete "${bridge}0" 2>/dev/null
ip link delete "${bridge}1" 2>/dev/null
[ "$forwarding" != 0 ] || ls /sys/class/net | grep -q '^lab[0-9a-f]*0$' || echo 0 >/proc/sys/net/ipv4/ip_forward
grep " $directory/" /proc/self/mountinfo | cut -d' ' -f5 | sort -r | while read -r mount; do umount -l "$mount"; done
rm -rf "$directory"
exit 0
