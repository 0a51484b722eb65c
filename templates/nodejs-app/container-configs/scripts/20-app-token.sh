#!/bin/bash
# Generates the token that the sample app asks for.
# infrahaus: idempotent timeout=120
set -eu

if [ -s /etc/node-app.env ]; then
  log_info "There is a token already; it is kept"
  exit 0
fi
token=$(generate_password 32)
save_credential node-app token "$token"
umask 077
printf 'APP_TOKEN=%s\nPORT=3000\n' "$token" >/etc/node-app.env
log_info "The token is among the container's credentials"
