# Functions for a template's scripts; sourced before each of them. POSIX sh, so that it works without bash too.

_config_manager_log() {
  printf '%s\n' "[$1] $2"
  printf '%s [%s] %s\n' "$(date -u '+%Y-%m-%dT%H:%M:%SZ')" "$1" "$2" >>"${CONFIG_MANAGER_LOG:-/var/log/config-manager/sync.log}" 2>/dev/null || true
}
log_info() { _config_manager_log INFO "$*"; }
log_warn() { _config_manager_log WARN "$*" >&2; }
log_error() { _config_manager_log ERROR "$*" >&2; }

# is_installed CMD: whether a command can be found.
is_installed() { command -v "$1" >/dev/null 2>&1; }

# Prints which program holds a lock on a file, if any. dpkg and rpm lock with fcntl, which flock(1) does not notice: the
# kernel lists both kinds. apk locks with flock, whose holder may be gone while a child of it keeps the lock.
_lock_holder() {
  _inode=$(stat -c %i "$1" 2>/dev/null) || return 0
  _pid=$(awk -v inode=":$_inode" '$2 != "->" && substr($6, length($6) - length(inode) + 1) == inode { print $5; exit }' /proc/locks 2>/dev/null)
  if [ -n "$_pid" ]; then cat "/proc/$_pid/comm" 2>/dev/null || echo "process $_pid"
  elif is_installed flock && ! flock -n "$1" true 2>/dev/null; then echo 'another program'
  fi
}

# package_lock_holder: prints which program is just installing packages, if any.
package_lock_holder() {
  for _lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /lib/apk/db/lock \
    /usr/lib/apk/db/lock /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock; do
    _holder=$(_lock_holder "$_lock")
    [ -z "$_holder" ] || { printf '%s\n' "$_holder"; return 0; }
  done
}

# wait_for_package_lock [SECONDS]: returns when no other program is installing packages; fails after five minutes.
wait_for_package_lock() {
  _waited=0
  while _holder=$(package_lock_holder) && [ -n "$_holder" ]; do
    [ "$_waited" -lt "${1:-300}" ] || { log_error "$_holder still uses the package manager"; return 1; }
    [ "$((_waited % 15))" -ne 2 ] || log_info "waits for the package manager, which $_holder uses"
    sleep 1
    _waited=$((_waited + 1))
  done
}
wait_for_apt_lock() { wait_for_package_lock; }

# retried COMMAND…: again after 5 and 15 s if it fails: mirrors and name servers have bad moments.
retried() {
  for _pause in 5 15 0; do
    _code=0
    "$@" || _code=$?
    [ "$_code" -ne 0 ] && [ "$_pause" -gt 0 ] || return "$_code"
    log_warn "$1 ended with $_code, again in $_pause s"
    sleep "$_pause"
  done
}

# ensure_installed PKG: installs a package with the system's own manager unless it is there.
ensure_installed() {
  if is_installed apt-get; then
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" != installed ] || return 0
    wait_for_apt_lock || return 1
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends -- "$1"
  elif is_installed apk; then
    apk info -e "$1" >/dev/null 2>&1 || apk add --no-interactive --wait 300 "$1"
  elif is_installed dnf; then
    rpm -q "$1" >/dev/null 2>&1 || dnf install -y "$1"
  else
    log_error "no known package manager to install $1"
    return 1
  fi
}

# run_as_user CMD…: runs a command as the user with UID 1000.
run_as_user() {
  [ -n "${CONTAINER_USER:-}" ] || {
    log_error 'there is no user with UID 1000'
    return 1
  }
  _home=$(awk -F: -v name="$CONTAINER_USER" '$1 == name { print $6 }' /etc/passwd)
  if is_installed runuser; then
    runuser -u "$CONTAINER_USER" -- env HOME="$_home" USER="$CONTAINER_USER" LOGNAME="$CONTAINER_USER" "$@"
  else
    su -s /bin/sh "$CONTAINER_USER" -c 'HOME=$0; export HOME; exec "$@"' -- "$_home" "$@"
  fi
}

# Tells whoever follows the output that a value is secret. It has to come before the value is printed anywhere: the
# follower reads this file after it has measured the output and before it hands the output on.
_register_secret() {
  [ -n "${INFRAHAUS_SECRETS:-}" ] && [ -n "$1" ] || return 0
  printf '%s\n' "$(printf '%s' "$1" | base64 | tr -d '\n')" >>"$INFRAHAUS_SECRETS"
}

# generate_password [LEN]: prints a random password of letters and digits (default 24 characters).
generate_password() {
  _length=${1:-24}
  case $_length in '' | *[!0-9]*) log_error "generate_password: '$_length' is no length"; return 1 ;; esac
  _password=$(head -c "$((_length * 8 + 64))" /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c "$_length")
  _register_secret "$_password"
  printf '%s\n' "$_password"
}

# save_credential SERVICE KEY VALUE: keeps it in /etc/infrahaus/credentials/SERVICE, for root only.
save_credential() {
  case $1 in '' | [.-]* | *[!A-Za-z0-9._@-]*) log_error "save_credential: '$1' is no service name"; return 1 ;; esac
  case $2 in '' | -* | *[!A-Za-z0-9._-]*) log_error "save_credential: '$2' is no key"; return 1 ;; esac
  case $3 in *'
'*) log_error "save_credential: the value of $2 has more than one line"; return 1 ;; esac
  # A name is no secret, and masking a word such as admin would make the log unreadable.
  case $(printf '%s' "$2" | tr 'A-Z' 'a-z') in user | username | login | email | host | port | url | database) ;; *) _register_secret "$3" ;; esac
  _directory=${INFRAHAUS_CREDENTIALS:-/etc/infrahaus/credentials}
  (
    umask 077
    mkdir -p "$_directory"
    chmod 700 "$_directory"
    file=$_directory/$1
    new=$_directory/.$1.new
    if [ -f "$file" ]; then awk -v key="$2=" 'index($0, key) != 1' "$file" >"$new"; else : >"$new"; fi
    printf '%s=%s\n' "$2" "$3" >>"$new"
    mv -f "$new" "$file"
  )
}
