#!/bin/bash
# Makes the database app and its owner app, with a generated password.
# infrahaus: idempotent timeout=300
set -eu

if grep -qs '^password=' /etc/infrahaus/credentials/postgresql; then
  log_info "There is a password already; it is kept"
  exit 0
fi
password=$(generate_password 24)
# Through standard input: an argument could be read in the list of processes.
sql() { runuser -u postgres -- psql --no-psqlrc --quiet --tuples-only --set ON_ERROR_STOP=1 --dbname postgres; }
tries=0
until echo 'SELECT 1;' | sql >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { log_error 'PostgreSQL does not answer'; exit 1; }
  sleep 1
done
sql <<SQL
DO \$\$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END \$\$;
ALTER ROLE app PASSWORD '$password';
SELECT 'CREATE DATABASE app OWNER app' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'app') \gexec
SQL
save_credential postgresql username app
save_credential postgresql database app
save_credential postgresql password "$password"
log_info "The password of app is among the container's credentials"
