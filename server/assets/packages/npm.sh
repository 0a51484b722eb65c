#!/bin/sh
# npm.sh PACKAGE…: global packages; a pin is name@range.
set -u
command -v npm >/dev/null 2>&1 || {
  echo 'npm is not installed: add nodejs and npm to the packages of the system.' >&2
  exit 127
}
name_of() { case $1 in @*@*) printf '%s' "${1%@*}" ;; @*) printf '%s' "$1" ;; *) printf '%s' "${1%%@*}" ;; esac; }
version_of() { npm ls --global --depth=0 --json "$1" 2>/dev/null | tr -d ' \n' | sed -n 's/.*"version":"\([^"]*\)".*/\1/p'; }
missing=
for package in "$@"; do npm ls --global --depth=0 "$package" >/dev/null 2>&1 || missing=yes; done
if [ -z "$missing" ]; then
  echo 'Already installed.'
  printf 'note\tAlready installed.\n' >>"$INFRAHAUS_RESULT"
else
  npm install --global --no-fund --no-audit --no-update-notifier -- "$@" || exit $?
fi
for package in "$@"; do name=$(name_of "$package"); printf 'installed\t%s\t%s\n' "$name" "$(version_of "$name")" >>"$INFRAHAUS_RESULT"; done
