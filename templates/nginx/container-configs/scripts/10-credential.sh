#!/bin/bash
# Generates the password of the protected area at /private/.
# infrahaus: idempotent timeout=120
set -eu

password_file=/etc/nginx/infrahaus.htpasswd
if [ -s "$password_file" ] && [ -s /etc/infrahaus/credentials/nginx ]; then
  log_info "There is a password already; it is kept"
  exit 0
fi
password=$(generate_password 20)
save_credential nginx username admin
save_credential nginx password "$password"
hash=$(printf '%s' "$password" | openssl passwd -apr1 -stdin)
umask 027
printf 'admin:%s\n' "$hash" >"$password_file"
chgrp www-data "$password_file" || log_warn "The group www-data is missing"
log_info "The password of /private/ is among the container's credentials"
