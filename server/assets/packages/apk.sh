#!/bin/sh
# apk.sh PACKAGE…: one transaction; a pin is name=version.
set -u
name_of() { printf '%s' "$1" | sed 's/[<>=~].*//'; }
version_of() { apk info -v -e "$1" 2>/dev/null | head -n 1 | sed "s/^$(printf '%s' "$1" | sed 's/[.+]/\\&/g')-//"; }
missing=
for package in "$@"; do apk info -e "$package" >/dev/null 2>&1 || missing=yes; done
if [ -z "$missing" ]; then
  echo 'Already installed.'
  printf 'note\tAlready installed.\n' >>"$INFRAHAUS_RESULT"
else
  wait_for_package_lock || exit 100
  # What fails here are mirrors; a package that does not exist fails below, at once.
  retried apk update --wait 300 || exit $?
  apk add --no-interactive --wait 300 -- "$@" || exit $?
fi
for package in "$@"; do printf 'installed\t%s\t%s\n' "$(name_of "$package")" "$(version_of "$(name_of "$package")")" >>"$INFRAHAUS_RESULT"; done
