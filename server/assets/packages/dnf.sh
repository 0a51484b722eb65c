#!/bin/sh
# dnf.sh PACKAGE…: one transaction; a pin is name-version.
set -u
# A pin is a part of the package's own name; what another package provides has no version there.
installed() { rpm -q --qf '%{VERSION}-%{RELEASE}\n' "$1" 2>/dev/null || rpm -q --qf '%{VERSION}-%{RELEASE}\n' --whatprovides "$1" 2>/dev/null; }
missing=
for package in "$@"; do installed "$package" >/dev/null || missing=yes; done
if [ -z "$missing" ]; then
  echo 'Already installed.'
  printf 'note\tAlready installed.\n' >>"$INFRAHAUS_RESULT"
else
  wait_for_package_lock || exit 100
  # What fails here are mirrors; a package that does not exist fails below, at once.
  retried dnf -y --setopt=retries=10 makecache || exit $?
  dnf install -y --setopt=retries=10 -- "$@" || exit $?
fi
for package in "$@"; do
  printf 'installed\t%s\t%s\n' "$package" "$(installed "$package" | tail -n 1)" >>"$INFRAHAUS_RESULT"
done
