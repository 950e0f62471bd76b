#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# lsm-policies.sh DATA OUTPUT PACKAGES
# Makes what guests load into SELinux (OUTPUT/selinux.policy: every module of
# Debian's selinux-policy-default, in binary form) and AppArmor
# (OUTPUT/apparmor.profile: DATA/apparmor.profile, compiled), and writes down from
# what (OUTPUT/packages.txt: package, version, checksum). The packages that
# packages.txt says to unpack are fetched into PACKAGES, or taken from there or from
# the cache folder, and are not installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
data=$1
output=$2
packages=$3
cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/hookmatrix/packages

mkdir -p "$packages" "$output"
work=$(mktemp -d "$packages/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# put FILE FOLDER: in place of what the folder has of that package, whole or not at all.
put() {
	mkdir -p "$2" 2>/dev/null || return 1
	cp "$1" "$2/partial.$$" 2>/dev/null || return 1
	rm -f "$2/$(basename "$1" | cut -d_ -f1)"_*.deb
	mv "$2/partial.$$" "$2/$(basename "$1")"
}

# fetch PACKAGE: its file in the current folder.
fetch() {
	if apt-get download -q "$1" >fetch.log 2>&1; then
		put "$1"_*.deb "$packages"
		put "$1"_*.deb "$cache" || : # a cache that cannot be written is none
		return
	fi
	for folder in "$packages" "$cache"; do
		if ls "$folder/$1"_*.deb >/dev/null 2>&1; then
			echo "hookmatrix: warning: the package $1 is an earlier download: apt-get download failed" >&2
			cp "$folder/$1"_*.deb .
			return
		fi
	done
	cat fetch.log >&2
	echo "lsm-policies: cannot fetch the package $1 (apt-get download $1), from which policies of LSMs are made." >&2
	echo "Run 'apt-get update' and the same command again." >&2
	exit 3
}

cd "$work"
mkdir root cil
sed -n 's/^unpack //p' "$here/packages.txt" >unpack.txt
while read -r package; do
	fetch "$package"
	dpkg-deb -x "$package"_*.deb root
	echo "$package $(dpkg-deb -f "$package"_*.deb Version) $(sha256sum "$package"_*.deb | cut -d ' ' -f 1)" >>packages.txt
done <unpack.txt

# A module's high-level form becomes CIL; all together become one policy.
# 33: what the kernel's SELinux takes (POLICYDB_VERSION_MAX).
for module in root/usr/share/selinux/default/*.pp.bz2; do
	bzip2 -dc "$module" | root/usr/libexec/selinux/hll/pp - "cil/$(basename "$module" .pp.bz2).cil"
done
root/usr/bin/secilc -M true -c 33 -O -f file_contexts -o selinux.policy cil/*.cil

# -S: to standard output; -Q and -K: neither the running kernel nor a cache. The
# package's own configuration names files by the place where they are installed.
: >parser.conf
root/sbin/apparmor_parser -S -Q -K --config-file parser.conf -M root/usr/share/apparmor-features/features \
	--base root/etc/apparmor.d "$data/apparmor.profile" >apparmor.profile

mv selinux.policy apparmor.profile packages.txt "$output/"
