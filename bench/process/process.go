package process

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// roleVariable is the environment variable with the role of a copy.
const roleVariable = "NLG_BENCH_ROLE"

// Role returns the role of this process, or "" for the measurement itself.
func Role() string { return os.Getenv(roleVariable) }

// Process is a server that runs during the measurement.
type Process struct {
	// Address is the address it listens on.
	Address string

	cmd *exec.Cmd
}

// Start runs a copy of this program in a role with the given arguments. It
// waits until the copy prints its address as the first line.
func Start(role string, args ...string) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return StartOther(self, role, args...)
}

// StartOther runs another program in a role, such as one that was built from an earlier
// version of this program, as Start does.
func StartOther(program, role string, args ...string) (*Process, error) {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Process.Kill()
		return nil, fmt.Errorf("cannot start %s: %w", role, err)
	}
	return &Process{Address: strings.TrimSpace(line), cmd: cmd}, nil
}

// Output runs a copy of this program in a role to its end, and returns what it prints.
func Output(ctx context.Context, role string, args ...string) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.Stderr = os.Stderr
	return cmd.Output()
}

// Stop stops the process, and no other.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait()
}

// clockTick is the unit of /proc/PID/stat. Linux reports hundredths of a second
// regardless of the kernel's own clock.
const clockTick = 10 * time.Millisecond

// CPU returns the user and system CPU time that the process has used.
func (p *Process) CPU() (time.Duration, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name, in parentheses, may contain spaces: count from its end.
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	const user, system = 11, 12
	if len(fields) <= system {
		return 0, fmt.Errorf("unexpected /proc/PID/stat: %s", data)
	}
	ticks := 0
	for _, i := range []int{user, system} {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * clockTick, nil
}

// PeakMemory returns the peak resident set of the process in bytes.
func (p *Process) PeakMemory() (int64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10, err
		}
	}
	return 0, fmt.Errorf("/proc/PID/status has no VmHWM")
}
