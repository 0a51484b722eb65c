#!/usr/bin/env bash
set -euo pipefail
log_info "first run: $CONFIG_MANAGER_FIRST_RUN on $CONTAINER_OS $CONTAINER_OS_VERSION"
[ "$DEBIAN_FRONTEND" = noninteractive ]
[ -d "$CONFIG_MANAGER_ROOT" ]
is_installed curl || log_warn "curl is missing"
ensure_installed curl
wait_for_apt_lock
