#!/bin/sh
# build-template.sh KIND ARCHIVE: packs a root file system of this machine's own distribution, from its own configured
# mirror, as an OS template. KIND is systemd, or openrc: without systemd and bash, with busybox as the first process.
set -eu
kind=$1 archive=$2
. /etc/os-release
indexes() { apt-get indextargets --format "\$(ORIGIN)	\$(RELEASE)	\$(COMPONENT)	\$(REPO_URI)" 'Created-By: Packages' | sort -u; }
# Only what the distribution itself offers: keys of others are not in the container.
own() { indexes | awk -F '\t' '$1 == "Debian" || $1 == "Ubuntu"'; }
mirror=$(own | awk -F '\t' -v release="$VERSION_CODENAME" '$2 == release && $3 == "main" { print $4; exit }')
[ -n "$mirror" ] || { echo "apt knows no mirror of $VERSION_CODENAME: run apt-get update first" >&2; exit 1; }
eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
export http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" DEBIAN_FRONTEND=noninteractive LC_ALL=C

root=$(mktemp -d "$archive.XXXXXX")
trap 'rm -rf "$root" "$archive.part"' EXIT
trap 'exit 1' INT TERM HUP
chmod 755 "$root"
packages=iproute2,procps,ca-certificates
case $kind in systemd) packages=$packages,systemd,systemd-sysv,dbus ;; openrc) packages=$packages,busybox ;; esac
debootstrap --variant=minbase --include="$packages" "$VERSION_CODENAME" "$root" "$mirror"

own | awk -F '\t' '{ print "deb " $4 " " $2 " " $3 }' >"$root/etc/apt/sources.list"
apt-config dump | grep -E '^Acquire::(Check-|[a-z]+::(Proxy|CAInfo|Verify))' >"$root/etc/apt/apt.conf.d/95host" || true
cat >"$root/etc/dpkg/dpkg.cfg.d/lab" <<END
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
force-unsafe-io
END
if ls /usr/local/share/ca-certificates/*.crt >/dev/null 2>&1; then
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
  chroot "$root" update-ca-certificates >/dev/null
fi
case $kind in
  systemd)
    # The kernel's own file systems are not the container's to mount.
    for unit in sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount; do
      ln -sf /dev/null "$root/etc/systemd/system/$unit"
    done
    ;;
  openrc)
    # Nothing starts while the archive is being made.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chroot "$root" apt-get update -qq
    chroot "$root" apt-get install -y -qq --no-install-recommends openrc
    rm -f "$root/usr/sbin/policy-rc.d" "$root"/etc/runlevels/sysinit/* "$root"/etc/runlevels/off/* \
      "$root/etc/init.d/hwclock.sh" "$root/etc/init.d/procps"
    ln -sf /bin/busybox "$root/sbin/init"
    printf '::%s:/sbin/openrc %s\n' sysinit sysinit sysinit boot wait default shutdown shutdown >"$root/etc/inittab"
    printf '#!/bin/sh\n# Programs that know System V only ask for this.\necho N 2\n' >"$root/sbin/runlevel"
    chmod 755 "$root/sbin/runlevel"
    echo 'rc_sys="lxc"' >>"$root/etc/rc.conf"
    rm -f "$root/bin/bash" "$root/bin/rbash"
    sed -i 's#/bin/bash$#/bin/sh#' "$root/etc/passwd"
    ;;
esac
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log
: >"$root/etc/machine-id"
tar -C "$root" --numeric-owner -cf - . | zstd -q -3 -f -o "$archive.part"
mv -f "$archive.part" "$archive"
