#!/bin/sh
# What the config-manager service runs at each boot: brings the deployed files back to what was deployed, each by its
# policy, with the script that deployed them. The log names files and never what is in them.
set -u
root=/etc/config-manager
. "$root/config.env"
. "$root/helpers.sh"
mkdir -p "${CONFIG_MANAGER_LOG%/*}"
outcome=$(/bin/sh "$root/apply.sh" restore) || { log_error 'the deployed files could not be checked'; exit 1; }
lines() { # lines ACTION TEXT: a line for each file with which that happened
  printf '%s\n' "$outcome" | awk -F '\t' -v action="$1" -v text="$2" '$3 == action { print $5 ": " text ($4 == "" ? "" : " (" $4 ")") }'
}
each() { while IFS= read -r line; do [ -z "$line" ] || "$1" "$line"; done; }
lines written 'was missing or changed, and is what was deployed again' | each log_info
lines backed-up 'was changed; the change was kept beside it, and it is what was deployed again' | each log_info
lines failed 'could not be brought back' | each log_error
count() { printf '%s\n' "$outcome" | awk -F '\t' -v action="$1" '$3 == action { n++ } END { print n + 0 }'; }
brought_back=$(($(count written) + $(count backed-up)))
log_info "checked the deployed files: $brought_back brought back, $(count unchanged) unchanged, $(count kept) left alone"
[ "$(count failed)" -eq 0 ]
