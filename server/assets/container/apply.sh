#!/bin/sh
# apply.sh STAGING: puts staged files into place. STAGING/manifest has a line per file, separated by tabs:
#   index  policy (replace|default|backup)  mode (or -)  owner (or -)  sha256  path
# Prints a line per file: `file  index  written|unchanged|kept|backed-up|failed  message`, then `service  kind  outcome`.
set -u
umask 022
staging=$1
tab=$(printf '\t')
stamp=$(date -u '+%Y%m%d-%H%M%S')
state=/var/lib/infrahaus

result() { printf 'file\t%s\t%s\t%s\n' "$index" "$1" "${2-}"; }
digest() { sha256sum <"$1" | cut -d' ' -f1; }

# The owner may be a user whom a package or script makes later: then it is noted, and set at the end of those.
give_owner() { # give_owner FILE
  note=
  [ "$owner" != - ] || return 0
  chown "$owner" "$1" 2>/dev/null && return 0
  printf '%s\t%s\n' "$owner" "$path" >>"$staging/owners"
  note="$owner is not there yet, it becomes the owner later"
}

# Beside the target first, then renamed over it: nobody ever reads half a file.
install_file() {
  new=$folder/.${path##*/}.infrahaus-new
  rm -f "$new"
  (umask 077 && cp "$staging/files/$index" "$new") && chown "$(stat -c %u:%g "$folder")" "$new" && give_owner "$new" &&
    chmod "$wanted_mode" "$new" && mv -f "$new" "$path" && return 0
  rm -f "$new"
  return 1
}

apply_file() {
  folder=${path%/*}
  folder=${folder:-/}
  if [ "$(digest "$staging/files/$index")" != "$sha256" ]; then result failed 'arrived damaged'; return; fi
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
    if problem=$(rc-update add config-manager default 2>&1); then printf 'service\topenrc\tenabled\n'
    else printf 'service\topenrc\tfailed %s\n' "$(printf '%s' "$problem" | tr '\n\t' '  ')"; fi
  else
    printf 'service\tnone\tskipped\n'
  fi
}

mkdir -p /etc/config-manager /var/log/config-manager "$state" /etc/infrahaus/credentials
chmod 700 /etc/infrahaus/credentials "$state"
while IFS=$tab read -r index policy mode owner sha256 path; do
  case $path in
    # Each init system gets its own kind of service only.
    /etc/init.d/config-manager) command -v rc-update >/dev/null 2>&1 || { result kept; continue; } ;;
    /etc/systemd/system/config-manager.service) command -v systemctl >/dev/null 2>&1 || { result kept; continue; } ;;
  esac
  printf '%s\t%s\t%s\t%s\t%s\n' "$index" "$policy" "$mode" "$sha256" "$path" >>"$staging/applied"
  apply_file
done <"$staging/manifest"
enable_service
# What the check at boot compares with.
cp "$staging/applied" "$state/manifest.new" && mv -f "$state/manifest.new" "$state/manifest"
if [ -e "$staging/owners" ]; then mv -f "$staging/owners" "$state/owners"; else rm -f "$state/owners"; fi
rm -rf "$staging"
