//go:build unix

package worker

import (
	"io/fs"
	"syscall"
)

func ownedBy(about fs.FileInfo, user int) bool {
	stat, known := about.Sys().(*syscall.Stat_t)
	return known && int(stat.Uid) == user
}
