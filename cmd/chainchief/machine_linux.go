package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// writable tells whether this user may make files in a folder.
func writable(dir string) bool {
	const write, search = 2, 1
	return syscall.Access(dir, write|search) == nil
}

// freeSpace is what this user may still write on the disk of a folder, in bytes.
func freeSpace(dir string) (free uint64, known bool) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0, false
	}
	return disk.Bavail * uint64(disk.Bsize), true //nolint:gosec // a size is not negative
}

// memoryLimit is the memory of the machine, or what the group of this process may use of it.
func memoryLimit() (limit uint64, known bool) {
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0, false
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "MemTotal: %d kB", &limit); err == nil {
			limit <<= 10
			break
		}
	}
	text, err := os.ReadFile("/sys/fs/cgroup/memory.max")
	if err == nil {
		if most, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err == nil { // else max
			limit = min(limit, most)
		}
	}
	return limit, limit > 0
}
