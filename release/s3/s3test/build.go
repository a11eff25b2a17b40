package s3test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// built builds the gateway at most once in a process, and Go's build cache once on a
// machine: it returns the path of the program there.
var built = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	main, err := run(exec.CommandContext(ctx, "go", "env", "GOMOD"))
	if err != nil {
		return "", err
	}
	if filepath.Base(main) != "go.mod" {
		return "", errors.New("cannot find tools/s3: run the test from its module")
	}
	tool := exec.CommandContext(ctx, "go", "tool", "-n", "versitygw")
	tool.Dir = filepath.Join(filepath.Dir(main), "tools", "s3")
	// Flags for the build of the test are none for that of the gateway.
	tool.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	program, err := run(tool)
	if err != nil {
		return "", fmt.Errorf("cannot build versitygw: %w", err)
	}
	return program, nil
})

func run(c *exec.Cmd) (string, error) {
	var errText bytes.Buffer
	c.Stderr = &errText
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, strings.TrimSpace(errText.String()))
	}
	return strings.TrimSpace(string(out)), nil
}
