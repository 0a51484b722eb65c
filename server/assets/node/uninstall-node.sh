#!/bin/sh
# Takes back what install-node.sh did for one Infrahaus installation on this Proxmox VE node. Containers stay as they are.
# In a cluster token and keys are those of all nodes: run it on each, for the wrapper.
set -eu
umask 077
installation=@INSTALLATION@
user=infrahaus@pve
token=infrahaus-$(echo "$installation" | cut -c1-8)
wrapper=/usr/local/sbin/infrahaus-pct
keys=/root/.ssh/authorized_keys

[ "$(id -u)" = 0 ] || { echo 'Run this as root.' >&2; exit 1; }

# The keys of this installation, in a cluster those of all nodes.
if [ -f "$keys" ]; then
  work=$(mktemp)
  grep -v " infrahaus-$installation-[^ ]*\$" "$keys" >"$work" || true
  cat "$work" >"$keys"
  rm "$work"
fi
# The wrapper, unless another installation still uses it.
grep -q "$wrapper" "$keys" 2>/dev/null || rm -f "$wrapper"

# The token; with the last one also the user and the roles.
pveum user token remove "$user" "$token" 2>/dev/null || true
if ! pveum user token list "$user" --output-format json 2>/dev/null | grep -q '"infrahaus-'; then
  pveum user delete "$user" 2>/dev/null || true
  pveum role delete InfrahausContainers 2>/dev/null || true
  pveum role delete InfrahausAudit 2>/dev/null || true
fi
echo 'This Infrahaus has no access any more to this node, nor to others of its cluster. Remove them there, too.'
