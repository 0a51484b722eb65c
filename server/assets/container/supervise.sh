#!/bin/sh
# Runs a program detached from whoever asked for it, once, and keeps its output and its end.
#
#   start EXECUTION ATTEMPT CLAIM SECONDS SHA256 NAME [ARGUMENT…]   the program is standard input; prints one word:
#         started | exists | stale (a newer attempt or claim was here) | damaged (input is not the program)
#   follow EXECUTION OUT ERR    frames of output from these byte offsets on, until the program's end
#   status EXECUTION            running | exited CODE | interrupted | none
#   cancel ATTEMPT              ends every program that goes on; refuses whatever that attempt or an earlier one still starts
#   secrets                     all values that programs registered as secret, in base64, one a line
#
# The directory of an execution is made by mkdir, which decides who starts it. The supervisor holds a lock on it while it
# lives and renames `exit` into place at the end: neither lock nor exit means that it was interrupted.
set -u
umask 077
state=${INFRAHAUS_STATE:-/var/lib/infrahaus}
root=${CONFIG_MANAGER_ROOT:-/etc/config-manager}
output_limit=67108864
grace_seconds=5

fail() { printf '%s\n' "$1" >&2; exit 2; }
case ${2-} in *[!0-9a-f-]*) fail 'no execution id' ;; esac

uptime_hundredths() { read -r up _ </proc/uptime; printf '%s' "${up%.*}${up#*.}" | sed 's/^0*\(.\)/\1/'; }
locked() { ! flock -n "$1" true 2>/dev/null; }

# The fence: the highest attempt and claim that were ever here. Called with the fence's lock held.
admit() {
  read -r last_attempt last_claim 2>/dev/null <"$state/fence" || { last_attempt=0; last_claim=0; }
  if [ "$1" -lt "$last_attempt" ] || { [ "$1" -eq "$last_attempt" ] && [ "$2" -lt "$last_claim" ]; }; then return 1; fi
  printf '%s %s\n' "$1" "$2" >"$state/fence.new" && mv -f "$state/fence.new" "$state/fence"
}

start() {
  execution=$1 attempt=$2 claim=$3 seconds=$4 sha256=$5 name=$6
  shift 6
  case $attempt$claim$seconds in *[!0-9]*) fail 'attempt, claim and seconds are numbers' ;; esac
  case $name in '' | */* | .*) fail 'no program name' ;; esac
  mkdir -p "$state/exec" "$state/incoming"
  incoming=$state/incoming/$execution.$$
  cat >"$incoming"
  # A connection that broke in the middle must not leave half a program to run.
  if [ "$(sha256sum <"$incoming" | cut -d' ' -f1)" != "$sha256" ]; then rm -f "$incoming"; echo damaged; return; fi
  exec 9>"$state/fence.lock"
  flock 9
  admit "$attempt" "$claim" || { rm -f "$incoming"; echo stale; return; }
  directory=$state/exec/$execution
  if ! mkdir "$directory" 2>/dev/null; then
    # Made, but its supervisor never began: as if it had not been there.
    if [ -e "$directory/began" ] || [ -e "$directory/exit" ] || locked "$directory/lock"; then
      rm -f "$incoming"
      echo exists
      return
    fi
  fi
  mkdir -p "$directory/program"
  mv -f "$incoming" "$directory/program/$name"
  : >"$directory/stdout" && : >"$directory/stderr" && : >"$directory/secrets" && : >"$directory/result"
  exec 8>"$directory/lock"
  flock -w 5 8 || fail 'the execution is locked'
  INFRAHAUS_ATTEMPT=$attempt setsid /bin/sh "$0" supervise "$execution" "$seconds" "$name" "$@" </dev/null >/dev/null 2>&1 9>&- &
  echo started
}

carriers() { # the processes whose environment carries the execution id
  for environ in /proc/[0-9]*/environ; do
    { tr '\0' '\n' <"$environ"; } 2>/dev/null | grep -qxF "INFRAHAUS_EXECUTION=$1" && { pid=${environ#/proc/}; echo "${pid%/environ}"; }
  done
}

end_all() {
  for pid in $(carriers "$1"); do kill -TERM "$pid" 2>/dev/null; done
  waited=0
  while [ "$waited" -lt "$((grace_seconds * 5))" ] && [ -n "$(carriers "$1")" ]; do sleep 0.2; waited=$((waited + 1)); done
  rounds=0
  while [ "$rounds" -lt 50 ]; do
    left=$(carriers "$1")
    [ -n "$left" ] || return 0
    for pid in $left; do kill -KILL "$pid" 2>/dev/null; done
    rounds=$((rounds + 1))
  done
}

watch_limits() { # watch_limits EXECUTION SECONDS DIRECTORY
  until_uptime=$(($(uptime_hundredths) + $2 * 100))
  while :; do
    sleep 0.5
    [ ! -e "$3/reason" ] || return 0
    reason=
    [ "$(uptime_hundredths)" -lt "$until_uptime" ] || reason=timeout
    set -- "$1" "$2" "$3" $(stat -c %s "$3/stdout" "$3/stderr")
    [ "$(($4 + $5))" -le "$output_limit" ] || reason=output
    [ -z "$reason" ] || break
  done
  echo "$reason" >"$3/reason.new" && mv -f "$3/reason.new" "$3/reason"
  end_all "$1"
}

cancel() {
  case ${1-} in '' | *[!0-9]*) fail 'attempt is a number' ;; esac
  mkdir -p "$state"
  exec 9>"$state/fence.lock"
  flock 9
  read -r last_attempt _ 2>/dev/null <"$state/fence" || last_attempt=0
  [ "$1" -lt "$last_attempt" ] || { printf '%s 0\n' "$(($1 + 1))" >"$state/fence.new" && mv -f "$state/fence.new" "$state/fence"; }
  exec 9>&-
  stubborn=0
  for directory in "$state"/exec/*; do
    [ -d "$directory" ] && [ ! -e "$directory/exit" ] && locked "$directory/lock" || continue
    [ -e "$directory/reason" ] || { echo cancelled >"$directory/reason.new" && mv -f "$directory/reason.new" "$directory/reason"; }
    # A program that is just about to begin is not seen at first.
    turns=0
    while [ ! -e "$directory/exit" ] && locked "$directory/lock" && [ "$turns" -lt 100 ]; do
      end_all "${directory##*/}"
      sleep 0.1
      turns=$((turns + 1))
    done
    end_all "${directory##*/}"
    [ -z "$(carriers "${directory##*/}")" ] || stubborn=$((stubborn + 1))
  done
  [ "$stubborn" -eq 0 ] || fail "$stubborn programs could not be ended"
}

# The environment of the template format.
prepare_environment() {
  [ -r "$root/config.env" ] && . "$root/config.env"
  CONTAINER_OS=$(. /etc/os-release 2>/dev/null && printf '%s' "${ID:-}")
  CONTAINER_OS_VERSION=$(. /etc/os-release 2>/dev/null && printf '%s' "${VERSION_ID:-}")
  CONTAINER_USER=$(awk -F: '$3 == 1000 { print $1; exit }' /etc/passwd)
  CONFIG_MANAGER_ROOT=$root
  CONFIG_MANAGER_LOG=${CONFIG_MANAGER_LOG:-/var/log/config-manager/sync.log}
  if [ -e "$state/synced" ]; then CONFIG_MANAGER_FIRST_RUN=false; else CONFIG_MANAGER_FIRST_RUN=true; fi
  CONFIG_MANAGER_VERSION=${CONFIG_MANAGER_VERSION:-1}
  DEBIAN_FRONTEND=noninteractive LC_ALL=C HOME=/root
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  INFRAHAUS_SECRETS=$1/secrets INFRAHAUS_RESULT=$1/result INFRAHAUS_EXECUTION=$2
  export CONTAINER_OS CONTAINER_OS_VERSION CONTAINER_USER CONFIG_MANAGER_ROOT CONFIG_MANAGER_LOG CONFIG_MANAGER_FIRST_RUN \
    CONFIG_MANAGER_VERSION DEBIAN_FRONTEND LC_ALL HOME PATH INFRAHAUS_SECRETS INFRAHAUS_RESULT INFRAHAUS_EXECUTION INFRAHAUS_ATTEMPT
}

interpreter() { # bash, unless the program asks for sh or there is no bash
  read -r first <"$1"
  case $first in '#!/bin/sh'* | '#!/usr/bin/sh'* | '#!/usr/bin/env sh'*) echo sh; return ;; esac
  command -v bash >/dev/null 2>&1 && echo bash || echo sh
}

supervise() {
  execution=$1 seconds=$2 name=$3
  shift 3
  trap '' HUP INT
  directory=$state/exec/$execution
  program=$directory/program/$name
  shell=$(interpreter "$program")
  begun=$(uptime_hundredths)
  : >"$directory/began"
  (
    exec 8>&-
    trap - HUP INT
    prepare_environment "$directory" "$execution"
    umask 022
    cd /root 2>/dev/null || cd /
    helpers=/dev/null
    [ -r "$root/helpers.sh" ] && helpers=$root/helpers.sh
    # Sourced, so that the helpers are functions of the program's own shell.
    exec "$shell" -c '. "$1"; shift; . "$0"' "$program" "$helpers" "$@"
  ) </dev/null >>"$directory/stdout" 2>>"$directory/stderr" &
  child=$!
  ( exec 8>&-; watch_limits "$execution" "$seconds" "$directory" ) &
  watcher=$!
  wait "$child"
  code=$?
  reason=exit
  if [ -e "$directory/reason" ]; then
    reason=$(cat "$directory/reason")
    wait "$watcher"
  else
    kill -KILL "$watcher" 2>/dev/null
  fi
  printf '%s %s %s\n' "$code" "$reason" "$((($(uptime_hundredths) - begun) * 10))" >"$directory/exit.new"
  mv -f "$directory/exit.new" "$directory/exit"
}

status() {
  directory=$state/exec/$1
  [ -d "$directory" ] || { echo none; return; }
  # A start that is just going on holds the fence until the supervisor has its lock.
  exec 9>"$state/fence.lock"
  flock 9
  alive=
  locked "$directory/lock" && alive=yes
  if [ -e "$directory/exit" ]; then read -r code _ <"$directory/exit"; echo "exited $code"
  elif [ -n "$alive" ]; then echo running
  else echo interrupted
  fi
}

# Frames: a header line, then as many bytes as it says.
#   S LENGTH            registered secrets, base64, one a line
#   O OFFSET LENGTH     standard output          E OFFSET LENGTH   standard error
#   H                   a sign of life           R LENGTH          the result file, before the end
#   X CODE REASON MS    the program's end        I                 interrupted
frame() { # frame KIND FILE OFFSET SIZE
  length=$(($4 - $3))
  [ "$length" -le 262144 ] || length=262144
  printf '%s %s %s\n' "$1" "$3" "$length"
  tail -c "+$(($3 + 1))" "$2" | head -c "$length"
}

follow() {
  directory=$state/exec/$1 out=$2 err=$3 secrets=0 turn=0
  [ -d "$directory" ] || fail 'no such execution'
  cd "$directory" || exit 2
  while :; do
    ended=
    if [ -e exit ]; then ended=exit
    elif [ "$((turn % 10))" -eq 9 ] && ! locked lock; then [ -e exit ] && ended=exit || ended=interrupted
    fi
    set -- $(stat -c %s stdout stderr)
    # After the sizes and before the output: whatever was registered before it was printed is known in time.
    registered=$(stat -c %s secrets)
    if [ "$registered" -gt "$secrets" ]; then
      printf 'S %s\n' "$((registered - secrets))"
      tail -c "+$((secrets + 1))" secrets | head -c "$((registered - secrets))"
      secrets=$registered
    fi
    more=
    if [ "$1" -gt "$out" ]; then frame O stdout "$out" "$1"; out=$((out + length)); [ "$out" -ge "$1" ] || more=yes; fi
    if [ "$2" -gt "$err" ]; then frame E stderr "$err" "$2"; err=$((err + length)); [ "$err" -ge "$2" ] || more=yes; fi
    [ -z "$more" ] || continue
    case $ended in
      exit)
        length=$(stat -c %s result)
        printf 'R %s\n' "$length"
        cat result
        read -r code reason milliseconds <exit
        printf 'X %s %s %s\n' "$code" "$reason" "$milliseconds"
        return ;;
      interrupted) echo I; return ;;
    esac
    turn=$((turn + 1))
    # Also how a follower whose client is gone notices it.
    [ "$((turn % 30))" -ne 0 ] || echo H
    sleep 0.1
  done
}

secrets() {
  for file in "$state"/exec/*/secrets; do [ -f "$file" ] && cat "$file"; done
  return 0
}

command=${1-}
[ $# -eq 0 ] || shift
case $command in start | supervise | follow | status | cancel | secrets) "$command" "$@" ;; *) fail 'start, follow, status, cancel or secrets?' ;; esac
