#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# distcc.sh SOURCE_DIR HOOKMATRIX
# A kernel's objects are compiled by a distccd that DISTCC_HOSTS names, as was said, and
# are those that are compiled without it but for debug information. The daemon is on loopback, started and ended here.
set -eu

source=$1
hookmatrix=$2
port=36320
objects='fs/read_write.o net/socket.o kernel/fork.o'
work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || :; rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

sh "$source/cmake/ensure-packages.sh" distcc-test

# Of another user, where it is started by root: the daemon will not run as that.
mkdir "$work/daemon"
chmod 755 "$work"
[ "$(id -u)" -ne 0 ] || chown distccd "$work/daemon"
distccd --no-detach --daemon --listen 127.0.0.1 --allow 127.0.0.1 --port "$port" --jobs 2 --enable-tcp-insecure \
	--user distccd --log-level info --log-file "$work/daemon/log" >"$work/said" 2>&1 &
daemon=$!
tries=0
until grep -q 'listening on' "$work/daemon/log" 2>/dev/null; do
	tries=$((tries + 1))
	if [ "$tries" -eq 100 ] || ! kill -0 "$daemon" 2>/dev/null; then
		fail "distccd does not start: $(cat "$work/said" "$work/daemon/log")"
	fi
	sleep 0.2
done

# build FOLDER: some objects of `none`, with nothing to begin with
build() {
	mkdir "$work/$1"
	ln -s "$source/build/source" "$work/$1/source"
	# shellcheck disable=SC2046,SC2086 # lists of options
	HOOKMATRIX_BUILD=$work/$1 XDG_CACHE_HOME=$work/$1/cache "$hookmatrix" build --variant none $(printf -- '--target %s ' $objects) \
		>"$work/$1.log" 2>&1 || fail "it does not build: $(cat "$work/$1.log")"
}

# A compile that the daemon does not do fails.
export DISTCC_HOSTS="127.0.0.1:$port/2" DISTCC_FALLBACK=0
build far
grep -q '^compiling through .*distcc$' "$work/far.log" || fail "it was not said: $(cat "$work/far.log")"
done=$(grep -c COMPILE_OK "$work/daemon/log") || fail "distccd compiled nothing: $(cat "$work/daemon/log")"

unset DISTCC_HOSTS DISTCC_FALLBACK
build near
! grep -q distcc "$work/near.log" || fail "distcc is said where it is not set up"
for object in $objects; do
	# That of preprocessed text is another one.
	for where in near far; do
		objcopy --strip-debug "$work/$where/obj/none/$object"
	done
	cmp "$work/near/obj/none/$object" "$work/far/obj/none/$object" || fail "$object is another one"
done

# A daemon that is gone is a reason, not an object.
kill "$daemon"
wait "$daemon" 2>/dev/null || :
daemon=
export DISTCC_HOSTS="127.0.0.1:$port/2" DISTCC_FALLBACK=0
mkdir "$work/gone"
ln -s "$source/build/source" "$work/gone/source"
! HOOKMATRIX_BUILD=$work/gone XDG_CACHE_HOME=$work/gone/cache "$hookmatrix" build --variant none --target fs/read_write.o >"$work/gone.log" 2>&1 ||
	fail "it was built without the daemon: distcc was not asked"
echo "$done compiles by distccd, the same objects"
