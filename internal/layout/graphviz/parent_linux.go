package graphviz

import (
	"os/exec"
	"syscall"
)

// dieWithParent lets the kernel end a worker whose parent was killed.
func dieWithParent(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
}
