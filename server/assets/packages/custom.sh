#!/bin/sh
# custom.sh [NAME CHECK INSTALL SECONDS]…: the template's own commands. What fails does not stop the rest.
set -u
shell=sh
command -v bash >/dev/null 2>&1 && shell=bash
code=0
changed=
while [ $# -ge 4 ]; do
  name=$1 check=$2 install=$3 seconds=$4
  shift 4
  if timeout 60 "$shell" -c "$check" >/dev/null 2>&1; then
    echo "$name is there already."
    printf 'installed\t%s\t\n' "$name" >>"$INFRAHAUS_RESULT"
    continue
  fi
  echo "Installing $name …"
  changed=yes
  timeout -k 5 "$seconds" "$shell" -c "$install"
  ended=$?
  if [ "$ended" -eq 0 ] && timeout 60 "$shell" -c "$check" >/dev/null 2>&1; then
    printf 'installed\t%s\t\n' "$name" >>"$INFRAHAUS_RESULT"
    continue
  fi
  code=1
  case $ended in
    0) why='its check fails even after its installation' ;;
    124 | 137) why="it took longer than $seconds s" ;;
    *) why="its installation ended with $ended" ;;
  esac
  echo "$name failed: $why" >&2
  printf 'failed\t%s\t%s\n' "$name" "$why" >>"$INFRAHAUS_RESULT"
done
[ -n "$changed" ] || printf 'note\tAlready installed.\n' >>"$INFRAHAUS_RESULT"
exit $code
