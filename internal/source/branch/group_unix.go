//go:build unix

package branch

import (
	"os/exec"
	"syscall"
)

// endGroup makes a command end with all that it has started, such as ssh.
func endGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
