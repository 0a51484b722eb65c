#!/bin/sh
# What the config-manager service runs at each boot: says in the log whether the deployed files are still what was
# deployed. It changes nothing: somebody may have meant to edit them.
set -u
root=/etc/config-manager
state=${INFRAHAUS_STATE:-/var/lib/infrahaus}
. "$root/config.env"
. "$root/helpers.sh"
mkdir -p "${CONFIG_MANAGER_LOG%/*}"
changed=0
tab=$(printf '\t')
if [ -r "$state/manifest" ]; then
  while IFS=$tab read -r _ _ _ sha256 path; do
    if [ ! -e "$path" ]; then
      log_warn "$path is missing"
      changed=$((changed + 1))
    elif [ "$(sha256sum <"$path" | cut -d' ' -f1)" != "$sha256" ]; then
      log_info "$path differs from what was deployed"
      changed=$((changed + 1))
    fi
  done <"$state/manifest"
fi
log_info "checked the deployed files: $changed changed"
