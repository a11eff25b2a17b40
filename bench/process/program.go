package process

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Build builds a program of this module below dir, as it is released, and returns its path.
func Build(ctx context.Context, dir, name string) (string, error) {
	path := filepath.Join(dir, name)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "nomsgpack", "-o", path, "nlgserver/cmd/"+name) //nolint:gosec // the name is a constant of a measurement
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cannot build %s: %w\n%s", name, err, out)
	}
	return path, nil
}

// serving is the line of the log that has the address.
var serving = regexp.MustCompile(`msg=serving address=(\S+)`)

// StartProgram runs nlgserver itself, and waits until its log says where it serves. What it
// logs after that is thrown away.
func StartProgram(program string, args ...string) (*Process, error) {
	cmd := exec.Command(program, args...)
	log, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var before strings.Builder
	for lines := bufio.NewReader(log); ; {
		line, err := lines.ReadString('\n')
		if found := serving.FindStringSubmatch(line); found != nil {
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			return &Process{Address: found[1], cmd: cmd}, nil
		}
		before.WriteString(line)
		if err != nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			return nil, fmt.Errorf("%s does not serve: %s", filepath.Base(program), strings.TrimSpace(before.String()))
		}
	}
}
