#!/bin/sh
# The guest's first process: Debian's kernel with the host's files, read-only, and one job. What the job reads and
# writes goes through a virtio port to the host; complaints go to the console. Memory (/dev/shm, /run) is writable.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
parameter() { sed -n "s/.*madoguchi\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

# Whatever becomes of the host's program, the guest does not outlive its limit.
(sleep "$(parameter limit)"; poweroff -f) &

for module in /modules/*; do insmod "$module"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /host
mount -t proc proc /host/proc
mount -t sysfs sys /host/sys
mount -o bind /dev /host/dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o ptmxmode=0666 pts /host/dev/pts
mount -t tmpfs memory /host/dev/shm
mount -t tmpfs memory /host/run

until ls /dev/vport*p1 >/dev/null 2>&1; do sleep 0.05; done
port=$(ls /dev/vport*p1)
parameter job | base64 -d >/job
chroot /host /bin/bash -c "$(cat /job)" <>"$port" >&0 2>/dev/console
echo "guest: the job ended with $?" >/dev/console
poweroff -f
