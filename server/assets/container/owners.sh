#!/bin/sh
# Gives files their owners that were not there yet when the files were deployed. Prints a line per file:
# `given|failed  owner  path`, and `end`.
set -u
state=${INFRAHAUS_STATE:-/var/lib/infrahaus}
tab=$(printf '\t')
[ -r "$state/owners" ] || { echo end; exit 0; }
rest=$state/owners.new
: >"$rest"
while IFS=$tab read -r owner path; do
  if chown -- "$owner" "$path" 2>/dev/null; then
    printf 'given\t%s\t%s\n' "$owner" "$path"
  else
    printf 'failed\t%s\t%s\n' "$owner" "$path"
    printf '%s\t%s\n' "$owner" "$path" >>"$rest"
  fi
done <"$state/owners"
if [ -s "$rest" ]; then mv -f "$rest" "$state/owners"; else rm -f "$rest" "$state/owners"; fi
echo end
