#!/bin/bash
# Lets the container's own network in, with passwords, and starts PostgreSQL.
# infrahaus: idempotent timeout=300
set -eu

# Debian 12 has version 15; on another release the newest one that is there.
cluster=$(find /etc/postgresql -mindepth 2 -maxdepth 2 -name main 2>/dev/null | sort -V | tail -n 1)
cluster=${cluster:-/etc/postgresql/15/main}
mkdir -p "$cluster/conf.d"
install -m 0644 /usr/local/share/infrahaus/postgresql.conf "$cluster/conf.d/infrahaus.conf"
rule='host all all samenet scram-sha-256'
touch "$cluster/pg_hba.conf"
grep -qxF "$rule" "$cluster/pg_hba.conf" || printf '%s\n' "$rule" >>"$cluster/pg_hba.conf"
systemctl enable postgresql.service
systemctl restart postgresql.service
log_info "PostgreSQL listens on port 5432"
