#!/bin/bash
# Switches automatic security updates on.
# infrahaus: idempotent timeout=120
set -eu

systemctl enable unattended-upgrades.service >/dev/null 2>&1 || log_warn "unattended-upgrades could not be enabled"
log_info "Security updates are installed automatically, see /etc/apt/apt.conf.d/20auto-upgrades"
