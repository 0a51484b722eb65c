#!/bin/bash
# Starts the service and waits until it listens.
# infrahaus: idempotent timeout=120
set -eu

systemctl daemon-reload
systemctl enable node-app.service
systemctl restart node-app.service
for attempt in $(seq 1 300); do
  if (exec 3<>/dev/tcp/127.0.0.1/3000) 2>/dev/null; then
    log_info "The app listens on port 3000"
    exit 0
  fi
  sleep 0.2
done
log_error "The app does not listen on port 3000: see journalctl -u node-app"
exit 1
