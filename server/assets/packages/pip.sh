#!/bin/sh
# pip.sh REQUIREMENT…: into a virtual environment of its own, since the system's Python belongs to the distribution.
set -u
home=/opt/infrahaus/venv
command -v python3 >/dev/null 2>&1 || {
  echo 'python3 is not installed: add python3 and python3-venv to the packages of the system.' >&2
  exit 127
}
if [ ! -x "$home/bin/pip" ]; then
  mkdir -p "${home%/*}"
  python3 -m venv "$home" || {
    echo 'No virtual environment could be made: on Debian add the package python3-venv.' >&2
    exit 1
  }
fi
installed() { "$home/bin/pip" freeze --disable-pip-version-check 2>/dev/null; }
before=$(installed)
"$home/bin/pip" install --disable-pip-version-check --no-input --retries 5 -- "$@" || exit $?
[ "$before" != "$(installed)" ] || printf 'note\tAlready installed.\n' >>"$INFRAHAUS_RESULT"
mkdir -p /usr/local/bin
for program in "$home"/bin/*; do
  name=${program##*/}
  case $name in python* | pip* | activate* | Activate*) continue ;; esac
  [ -e "/usr/local/bin/$name" ] || [ -L "/usr/local/bin/$name" ] || ln -s "$program" "/usr/local/bin/$name"
done
for requirement in "$@"; do
  name=$(printf '%s' "$requirement" | sed 's/[][<>=!~;].*//')
  printf 'installed\t%s\t%s\n' "$name" "$("$home/bin/pip" show --disable-pip-version-check "$name" 2>/dev/null | sed -n 's/^Version: //p')" >>"$INFRAHAUS_RESULT"
done
