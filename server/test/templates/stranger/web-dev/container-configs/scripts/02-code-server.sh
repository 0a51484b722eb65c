#!/usr/bin/env bash
set -euo pipefail
# The user was made by the script before.
[ "$CONTAINER_USER" = coder ]
run_as_user sh -c 'echo "home is $HOME" > "$HOME/hello"'
if [ ! -f /etc/infrahaus/credentials/code-server ]; then
  PASSWORD=$(generate_password 16)
  save_credential "code-server" "username" "coder"
  save_credential "code-server" "PASSWORD" "$PASSWORD"
fi
log_error "this goes to standard error and is no failure"
