#!/bin/sh
# dnf.sh PACKAGE…: one transaction; a pin is name-version.
set -u
missing=
for package in "$@"; do rpm -q --whatprovides "$package" >/dev/null 2>&1 || missing=yes; done
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
  printf 'installed\t%s\t%s\n' "$package" "$(rpm -q --qf '%{VERSION}-%{RELEASE}\n' --whatprovides "$package" 2>/dev/null | head -n 1)" >>"$INFRAHAUS_RESULT"
done
