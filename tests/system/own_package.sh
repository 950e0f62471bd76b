#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# own_package.sh SOURCE_DIR HOOKMATRIX
# Debian's own configuration (of virtual machines), less the modules that QEMU has no use for, as
# override and as bpf-lsm: both packages install side by side into a Debian of their own,
# each boots there with the initrd that its installation made, and programs run on its hooks.
# So does the first one as RPM, installed by rpm into a copy of that Debian, which has no
# packages of that format: without asking for dependencies, and with an initrd made here.
set -eu

source=$1
hookmatrix=$2
bin=$source/build/guest/bin
policy=$source/build/guest/policies/deny_open.bpf.o
work=$(mktemp -d)

fail() {
	echo "$*" >&2
	exit 1
}

if [ "$(id -u)" -ne 0 ]; then
	echo "skipped: installing packages into a folder (debootstrap, chroot) needs root"
	exit 77
fi
trap 'rm -rf "$work"' EXIT
sh "$source/cmake/ensure-packages.sh" deb own-test

cd "$work"
apt-get download -q linux-config-6.12 >fetch.log 2>&1 || fail "cannot fetch Debian's configuration: $(cat fetch.log)"
dpkg-deb -x linux-config-6.12_*.deb config
xz -dc config/usr/src/linux-config-6.12/config.amd64_none_cloud-amd64.xz >theirs
printf 'Module Size Used by\n' >modules
for module in virtio_blk virtio_pci virtio_rng ext4 overlay; do
	echo "$module 1 0" >>modules
done

# In a mount namespace: what debootstrap mounts ends with it.
unshare --mount debootstrap --variant=minbase --include=initramfs-tools,kmod,udev bookworm root >debootstrap.log 2>&1 ||
	fail "debootstrap failed: $(tail -n 5 debootstrap.log)"
for variant in override bpf-lsm; do
	"$hookmatrix" package --variant "$variant" --config theirs --trim modules >"said.$variant" || fail "no package of $variant"
	release=$(sed -n 's/^The kernel is \([^ ]*\)\. .*/\1/p' "said.$variant")
	case $release in
	6.12.*-"$variant") ;;
	*) fail "the kernel of $variant is called '$release'" ;;
	esac
	image=$(grep '^/.*/linux-image-' "said.$variant" | sed 's/ (unchanged)$//')
	cp "$image" root/tmp/
	unshare --mount sh -c "mount -t proc proc root/proc && chroot root dpkg -i /tmp/${image##*/}" >"install.$variant" 2>&1 ||
		fail "it does not install: $(tail -n 5 "install.$variant")"
	rm "root/tmp/${image##*/}"
	echo "$release" >>releases
done
# What is there and nothing changed is not built again.
"$hookmatrix" package --variant override --config theirs --trim modules | grep -q "linux-image-.*(unchanged)" || fail "it is built again"
while read -r release; do
	for file in "vmlinuz-$release" "initrd.img-$release" "config-$release"; do
		[ -s "root/boot/$file" ] || fail "the packages do not stand side by side: there is no /boot/$file"
	done
	[ -d "root/lib/modules/$release" ] || fail "there is no /lib/modules/$release"
done <releases

cp "$bin/hookload" root/usr/bin/
cp "$policy" root/deny_open.bpf.o
echo secret >root/hookmatrix-denied
cat >root/first <<'INIT'
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t securityfs security /sys/kernel/security
mount -t bpf bpf /sys/fs/bpf
echo "it is $(uname -r)"
hookload probe
echo "probe ended with $?"
modprobe overlay && echo "its modules load"
hookload run /deny_open.bpf.o -- cat /hookmatrix-denied
echo "the program ended with $?"
echo o >/proc/sysrq-trigger
sleep 60
INIT
chmod +x root/first
mke2fs -q -t ext4 -d root root.img 1500M || fail "no file system"

# boots ROOT RELEASE: the kernel of this release in that Debian, whose disk is ROOT.img
boots() {
	timeout 600 qemu-system-x86_64 -accel tcg -cpu max -m 1024 -display none -no-reboot -nic none -serial "file:console.$1.$2" \
		-kernel "$1/boot/vmlinuz-$2" -initrd "$1/boot/initrd.img-$2" -drive "file=$1.img,if=virtio,format=raw,snapshot=on" \
		-append "root=/dev/vda ro console=ttyS0 panic=-1 init=/first" || fail "QEMU: $(tail -n 20 "console.$1.$2")"
	tr -d '\r' <"console.$1.$2" >said
	for text in "it is $2" 'probe ended with 0' 'its modules load' 'Operation not permitted' 'the program ended with 1'; do
		grep -qF "$text" said || fail "$2 in $1 does not say '$text': $(tail -n 40 said)"
	done
}

while read -r release; do
	boots root "$release"
done <releases
rm root.img

# The same kernel as RPM, in the place of the first one's files.
read -r release <releases
"$hookmatrix" package --variant override --config theirs --trim modules --format rpm >said.rpm || fail "no RPM package"
image=$(grep '^/.*/kernel-[0-9][^/]*\.rpm' said.rpm | sed 's/ (unchanged)$//')
[ -n "$image" ] || fail "no RPM package of a kernel is named: $(cat said.rpm)"
[ "$(rpm -qp --provides "$image" | grep -c "^kernel-$release\$")" = 1 ] || fail "$image is not of $release"
grep -q '/kernel-devel-[^/]*\.rpm' said.rpm || fail "nothing to build modules with: $(cat said.rpm)"
cp -a root rpm-root
rm -r "rpm-root/lib/modules/$release" rpm-root/boot/*-"$release"
rpm --root "$work/rpm-root" --nodeps -i "$image" >install.rpm 2>&1 || fail "it does not install: $(tail -n 5 install.rpm)"
unshare --mount sh -c "mount -t proc proc rpm-root/proc && chroot rpm-root update-initramfs -c -k $release" >>install.rpm 2>&1 ||
	fail "no initrd: $(tail -n 5 install.rpm)"
mke2fs -q -t ext4 -d rpm-root rpm-root.img 1500M || fail "no file system"
boots rpm-root "$release"
echo "both packages install side by side and boot, the RPM package too, and programs run on their hooks"
