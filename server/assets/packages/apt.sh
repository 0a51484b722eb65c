#!/bin/sh
# apt.sh PACKAGE…: one transaction; a pin is name=version, with globs.
set -u
version_of() { dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^installed //p' | head -n 1; }
name_of() { name=${1%%=*}; printf '%s' "${name%%/*}"; }
satisfied() {
  found=$(version_of "$(name_of "$1")")
  [ -n "$found" ] || return 1
  case $1 in *=*) pin=${1#*=}; case $found in $pin) ;; *) return 1 ;; esac ;; esac
}
record() { for package in "$@"; do printf 'installed\t%s\t%s\n' "$(name_of "$package")" "$(version_of "$(name_of "$package")")" >>"$INFRAHAUS_RESULT"; done; }

missing=
for package in "$@"; do satisfied "$package" || missing=yes; done
if [ -z "$missing" ]; then
  echo 'Already installed.'
  printf 'note\tAlready installed.\n' >>"$INFRAHAUS_RESULT"
  record "$@"
  exit 0
fi
wait_for_apt_lock || exit 100
# Finishes what a killed dpkg left behind.
[ -z "$(ls /var/lib/dpkg/updates 2>/dev/null)" ] || dpkg --configure -a
updated=/var/lib/infrahaus/apt-updated
if [ "$(cat "$updated" 2>/dev/null)" != "$INFRAHAUS_ATTEMPT" ]; then
  retried apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update || exit $?
  echo "$INFRAHAUS_ATTEMPT" >"$updated"
fi
apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
  install -y --no-install-recommends -- "$@" || exit $?
record "$@"
