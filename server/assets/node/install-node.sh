#!/bin/sh
# Lets one Infrahaus installation create and look after its own containers on this Proxmox VE node, and no more.
# Run it as root on each node; uninstall-node.sh takes everything back. Read it first: it makes
#   1. two roles, a user without password, and an API token that has these roles and nothing else;
#   2. infrahaus-pct, which allows a few pct commands for containers of this installation only;
#   3. an SSH key that can run nothing but infrahaus-pct. Its private half is shown once and kept nowhere here.
# Run again it brings roles and wrapper up to date; token and key are only made anew with --new-secrets.
set -eu
umask 077
installation=@INSTALLATION@
user=infrahaus@pve
token=infrahaus-$(echo "$installation" | cut -c1-8)
wrapper=/usr/local/sbin/infrahaus-pct
keys=/root/.ssh/authorized_keys
containers='VM.Allocate VM.Audit VM.PowerMgmt VM.Config.CPU VM.Config.Memory VM.Config.Disk VM.Config.Network
  VM.Config.Options Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit Pool.Audit SDN.Use'

case ${1-} in '' | --new-secrets) ;; *) echo 'The only option is --new-secrets.' >&2; exit 2 ;; esac
[ "$(id -u)" = 0 ] || { echo 'Run this as root.' >&2; exit 1; }
command -v pveum >/dev/null || { echo 'This is no Proxmox VE node: there is no pveum.' >&2; exit 1; }

# 1. Roles, user, token. The secret of a token can only be shown once.
role() { pveum role add "$1" --privs "$2" 2>/dev/null || pveum role modify "$1" --privs "$2"; }
role InfrahausContainers "$(echo $containers)"
role InfrahausAudit Sys.Audit
pveum user list --output-format json | grep -q "\"$user\"" || pveum user add "$user" --comment 'Infrahaus'
secret='as shown when it was made (another one: --new-secrets)'
[ -z "${1-}" ] || pveum user token remove "$user" "$token" 2>/dev/null || true
if ! pveum user token list "$user" --output-format json | grep -q "\"$token\""; then
  secret=$(pveum user token add "$user" "$token" --privsep 1 --output-format json |
    sed -n 's/.*"value" *: *"\([^"]*\)".*/\1/p')
  [ -n "$secret" ] || { echo 'pveum made no token.' >&2; exit 1; }
fi
for path in /vms /storage /sdn/zones /pool; do
  pveum acl modify "$path" --users "$user" --roles InfrahausContainers
  pveum acl modify "$path" --tokens "$user!$token" --roles InfrahausContainers
done
pveum acl modify / --users "$user" --roles InfrahausAudit
pveum acl modify / --tokens "$user!$token" --roles InfrahausAudit

# 2. The only program that the key may run.
cat >"$wrapper.new" <<'INFRAHAUS_PCT'
@WRAPPER@
INFRAHAUS_PCT
chmod 755 "$wrapper.new"
mv "$wrapper.new" "$wrapper"

# 3. The key. In a cluster all nodes share this file, so the lines of other nodes are kept.
name="infrahaus-$installation-$(hostname | cut -d. -f1)"
mkdir -p "$(dirname "$keys")" && [ -e "$keys" ] || : >"$keys"
private='as shown when it was made (another one: --new-secrets)'
if [ -n "${1-}" ] || ! grep -q " $name\$" "$keys"; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$work/key"
  { grep -v " $name\$" "$keys" || true; echo "restrict,command=\"$wrapper $installation\" $(cat "$work/key.pub")"; } >"$work/keys"
  cat "$work/keys" >"$keys"
  private=$(cat "$work/key")
fi

cat <<REPORT

Enter this in Infrahaus, under "Add node":
  API token id:     $user!$token
  API token secret: $secret
  SSH user:         root
  SSH private key:
$private

Compare these fingerprints with those that Infrahaus shows:
  TLS: $(openssl x509 -noout -fingerprint -sha256 -in "$(ls /etc/pve/local/pveproxy-ssl.pem /etc/pve/local/pve-ssl.pem 2>/dev/null | head -n 1)" | cut -d= -f2)
  SSH: $(ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d' ' -f2)
REPORT
