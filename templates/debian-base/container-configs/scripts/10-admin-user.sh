#!/bin/bash
# Creates the user admin with sudo and a generated password.
# infrahaus: idempotent timeout=300
set -eu

# A run that was broken off before it told the password makes another one.
if [ "$CONTAINER_USER" = admin ] && grep -qs '^password=' /etc/infrahaus/credentials/admin; then
  log_info "The user admin has a password already; it is kept"
  exit 0
fi
if [ "$CONTAINER_USER" != admin ] && getent passwd 1000 >/dev/null; then
  log_info "There is a user with UID 1000 already: $CONTAINER_USER"
  exit 0
fi
[ "$CONTAINER_USER" = admin ] || useradd --create-home --uid 1000 --shell /bin/bash admin
password=$(generate_password 20)
printf 'admin:%s\n' "$password" | chpasswd
usermod -aG sudo admin
save_credential admin username admin
save_credential admin password "$password"
# Whoever may log in as root by key may do so as admin too.
if [ -s /root/.ssh/authorized_keys ]; then
  install -d -m 700 -o admin -g admin /home/admin/.ssh
  install -m 600 -o admin -g admin /root/.ssh/authorized_keys /home/admin/.ssh/authorized_keys
fi
log_info "The user admin may use sudo; the password is among the container's credentials"
