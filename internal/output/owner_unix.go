//go:build unix

package output

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file to the owner of another one, as far as this user may.
func keepOwner(f *os.File, of fs.FileInfo) {
	if stat, known := of.Sys().(*syscall.Stat_t); known {
		_ = f.Chown(int(stat.Uid), int(stat.Gid))
	}
}
