# Becomes the first process of a lab container: builds the container's view of the file system out of `rootfs` (in the
# working directory) and the mounts of `fstab`, and leaves the host's behind. It runs as root of a fresh user namespace.
# Paths stay relative and unresolved (-c): the way to the working directory need not be readable for this user.
set -eu
IFS=' ' read -r pid rest </proc/self/stat
mount -c --bind rootfs rootfs
cd -P rootfs
mount -c -a -T ../fstab
hostname "$LAB_HOSTNAME" 2>/dev/null || echo "$LAB_HOSTNAME" >/proc/sys/kernel/hostname
if command -v ip >/dev/null 2>&1; then ip link set lo up || true; fi
pivot_root . .
umount -l .
cd /
# The number of this process on the host, by which the lab enters and ends the container.
echo "pid $pid"
exec chroot . "$@" /bin/sh /usr/local/lab/init
