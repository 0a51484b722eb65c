#!/bin/sh
# apply.sh STAGING   puts staged files into place and keeps a copy of them for `restore`
# apply.sh restore   brings the files back to what was deployed, by the same rules; config-sync.sh does it at each boot
# apply.sh adopt     takes what the template's scripts made of its files for what was deployed
#
# A manifest has a line per file, separated by tabs:
#   index  policy (replace|default|backup)  mode (or -)  owner (or -)  sha256  path
# Prints a line per file: `file  index  written|unchanged|kept|backed-up|failed  message  path`, then, for STAGING,
# `service  kind  outcome`. Never prints what is in a file.
set -u
umask 022
what=$1
tab=$(printf '\t')
stamp=$(date -u '+%Y%m%d-%H%M%S')
state=${INFRAHAUS_STATE:-/var/lib/infrahaus}

result() { printf 'file\t%s\t%s\t%s\t%s\n' "$index" "$1" "${2-}" "$path"; }
digest() { sha256sum <"$1" | cut -d' ' -f1; }

# The owner may be a user whom a package or script makes later: then it is noted, and set at the end of those.
give_owner() { # give_owner FILE
  note=
  [ "$owner" != - ] || return 0
  chown "$owner" "$1" 2>/dev/null && return 0
  printf '%s\t%s\n' "$owner" "$path" >>"$state/owners.new"
  note="$owner is not there yet, it becomes the owner later"
}

# Beside the target first, then renamed over it: nobody ever reads half a file.
install_file() {
  new=$folder/.${path##*/}.infrahaus-new
  rm -f "$new"
  (umask 077 && cp "$body" "$new") && chown "$(stat -c %u:%g "$folder")" "$new" && give_owner "$new" &&
    chmod "$wanted_mode" "$new" && mv -f "$new" "$path" && return 0
  rm -f "$new"
  return 1
}

apply_file() {
  folder=${path%/*}
  folder=${folder:-/}
  if [ "$(digest "$body")" != "$sha256" ]; then result failed 'arrived damaged'; return; fi
  mkdir -p "$folder" 2>/dev/null || { result failed 'its directory cannot be made'; return; }
  [ ! -d "$path" ] || { result failed 'there is a directory of that name'; return; }
  wanted_mode=$mode
  action=written
  if [ -e "$path" ] || [ -L "$path" ]; then
    if [ -e "$path" ] && [ "$(digest "$path")" = "$sha256" ]; then
      [ "$mode" = - ] || chmod "$mode" "$path"
      give_owner "$path"
      result unchanged "$note"
      return
    fi
    [ "$policy" != default ] || { result kept; return; }
    [ "$mode" != - ] || wanted_mode=$(stat -c %a "$path" 2>/dev/null || echo 644)
    if [ "$policy" = backup ]; then
      cp -pP "$path" "$path.backup-$stamp" || { result failed 'it cannot be backed up'; return; }
      action=backed-up
    fi
  fi
  [ "$wanted_mode" != - ] || wanted_mode=644
  if install_file; then result "$action" "$note"; else result failed 'it cannot be written'; fi
}

enable_service() {
  if command -v systemctl >/dev/null 2>&1 && ! command -v rc-update >/dev/null 2>&1; then
    systemctl daemon-reload >/dev/null 2>&1
    if problem=$(systemctl enable config-manager.service 2>&1); then printf 'service\tsystemd\tenabled\n'
    else printf 'service\tsystemd\tfailed %s\n' "$(printf '%s' "$problem" | tr '\n\t' '  ')"; fi
  elif command -v rc-update >/dev/null 2>&1; then
    # Earlier versions had it start beside the services that read their configuration.
    [ ! -L /etc/runlevels/default/config-manager ] || rc-update del config-manager default >/dev/null 2>&1
    if problem=$(rc-update add config-manager boot 2>&1); then printf 'service\topenrc\tenabled\n'
    else printf 'service\topenrc\tfailed %s\n' "$(printf '%s' "$problem" | tr '\n\t' '  ')"; fi
  else
    printf 'service\tnone\tskipped\n'
  fi
}

# A copy of a body under its digest, for root only.
keep() { # keep FILE SHA256
  [ -e "$state/files/$2" ] || { (umask 077 && cp "$1" "$state/files/.new") && mv -f "$state/files/.new" "$state/files/$2"; }
}

# What the manifest no longer names.
forget_bodies() {
  for kept in "$state"/files/*; do
    [ -f "$kept" ] || continue
    grep -qF "$tab${kept##*/}$tab" "$state/manifest" || rm -f "$kept"
  done
}

put_manifest() { mv -f "$state/manifest.new" "$state/manifest" && forget_bodies; }

deploy() { # deploy STAGING
  mkdir -p /etc/config-manager /var/log/config-manager
  # Another one may belong to the container's user; what is in it is for root only.
  mkdir -p /etc/infrahaus/credentials && chmod 700 /etc/infrahaus/credentials
  : >"$state/manifest.new"
  while IFS=$tab read -r index policy mode owner sha256 path; do
    case $path in
      # Each init system gets its own kind of service only.
      /etc/init.d/config-manager) command -v rc-update >/dev/null 2>&1 || { result kept; continue; } ;;
      /etc/systemd/system/config-manager.service) command -v systemctl >/dev/null 2>&1 || { result kept; continue; } ;;
    esac
    body=$1/files/$index
    keep "$body" "$sha256"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$index" "$policy" "$mode" "$owner" "$sha256" "$path" >>"$state/manifest.new"
    apply_file
  done <"$1/manifest"
  enable_service
  put_manifest
  rm -rf "$1"
}

restore() {
  [ -r "$state/manifest" ] || return 0
  while IFS=$tab read -r index policy mode owner sha256 path; do
    body=$state/files/$sha256
    if [ -r "$body" ]; then apply_file; else result failed 'its copy is gone'; fi
  done <"$state/manifest"
}

adopt() {
  [ -r "$state/manifest" ] || return 0
  : >"$state/manifest.new"
  while IFS=$tab read -r index policy mode owner sha256 path; do
    if [ "$policy" != default ] && [ -f "$path" ]; then
      now=$(digest "$path")
      [ "$now" = "$sha256" ] || { keep "$path" "$now" && sha256=$now; }
    fi
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$index" "$policy" "$mode" "$owner" "$sha256" "$path" >>"$state/manifest.new"
  done <"$state/manifest"
  put_manifest
}

mkdir -p "$state/files" && chmod 700 "$state" "$state/files"
# The check at boot and a deployment may meet.
exec 9>"$state/apply.lock"
flock -w 60 9 || { echo 'Another one is putting files into place.' >&2; exit 1; }
rm -f "$state/owners.new"
case $what in
  adopt) adopt; exit ;;
  restore) restore ;;
  *) deploy "$what" ;;
esac
if [ -e "$state/owners.new" ]; then mv -f "$state/owners.new" "$state/owners"; else rm -f "$state/owners"; fi
