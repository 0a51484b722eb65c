# Functions for the stand-in of systemd: units are read from the same folders and files as systemd's.
state_directory=/run/lab/units

# full_name NAME: with its suffix.
full_name() {
  case $1 in
    sshd | sshd.service) echo ssh.service ;;
    *.service | *.timer | *.socket | *.target | *.path | *.mount | *.slice | *.device | *.scope) echo "$1" ;;
    *) echo "$1.service" ;;
  esac
}

# unit_file UNIT: prints the file that defines it; fails if there is none.
unit_file() {
  for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system; do
    if [ -e "$folder/$1" ] || [ -L "$folder/$1" ]; then
      echo "$folder/$1"
      return 0
    fi
  done
  case $1 in
    *@?*.*) unit_file "${1%%@*}@.${1##*.}" ;;
    *) return 1 ;;
  esac
}

# unit_values UNIT KEY: prints each value of a key, with the instance's name and continuation lines filled in.
unit_values() {
  file=$(unit_file "$1") || return 1
  instance=${1#*@}
  instance=${instance%.*}
  { cat "$file" "/etc/systemd/system/$1.d/"*.conf 2>/dev/null; } |
    awk -v key="$2" -v instance="$instance" -v unit="$1" '
      /\\$/ { sub(/\\$/, ""); held = held $0; next }
      { line = held $0; held = "" }
      line ~ /^[ \t]*[#;]/ { next }
      index(line, key "=") == 1 {
        value = substr(line, length(key) + 2)
        gsub(/%i|%I/, instance, value); gsub(/%n/, unit, value)
        if (value == "") count = 0; else values[++count] = value
      }
      END { for (i = 1; i <= count; i++) print values[i] }'
}

unit_value() { unit_values "$1" "$2" | tail -n 1; }

# state_of UNIT KEY: active, sub, pid, result, code, restarts.
state_of() {
  value=
  [ -f "$state_directory/$1" ] && value=$(sed -n "s/^$2=//p" "$state_directory/$1")
  if [ -z "$value" ]; then
    case $2 in
      active) value=inactive ;;
      sub) value=dead ;;
      result) value=success ;;
      *) value=0 ;;
    esac
  fi
  echo "$value"
}

# set_state UNIT ACTIVE SUB PID RESULT CODE
set_state() {
  mkdir -p "$state_directory"
  printf 'active=%s\nsub=%s\npid=%s\nresult=%s\ncode=%s\n' "$2" "$3" "$4" "$5" "$6" >"$state_directory/$1.$$"
  mv "$state_directory/$1.$$" "$state_directory/$1"
}

journal() {
  mkdir -p /var/log/lab-journal
  echo "/var/log/lab-journal/$1"
}
