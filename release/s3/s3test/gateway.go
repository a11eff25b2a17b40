package s3test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"nlgserver/internal/freeport"
	"nlgserver/release/s3"
)

// Bucket is the one that a gateway has.
const Bucket = "releases"

const (
	access = "gateway-access"
	secret = "gateway-secret-9d41c7"
)

// Gateway is a running S3 gateway.
type Gateway struct {
	dir     string
	address string
	command *exec.Cmd
	ended   chan struct{} // closed when the process has ended
	said    *output
}

// New starts a gateway on an empty directory, which it may fill.
func New(ctx context.Context, dir string) (*Gateway, error) {
	for _, name := range []string{filepath.Join("data", Bucket), "meta"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return nil, err
		}
	}
	ports, err := freeport.Take(1)
	if err != nil {
		return nil, err
	}
	g := &Gateway{dir: dir, address: freeport.Address(ports[0])}
	return g, g.Resume(ctx)
}

// Resume starts the gateway again after Stop, at the same address with the same data.
func (g *Gateway) Resume(ctx context.Context) error {
	program, err := built()
	if err != nil {
		return &UnbuiltError{Err: err}
	}
	g.said = &output{}
	// A gateway that lives as long as ctx would be killed before Stop can wait for it.
	g.command = exec.CommandContext(context.WithoutCancel(ctx), program,
		"--port", g.address, "--access", access, "--secret", secret, "--region", "us-east-1", "--health", "/health", "--quiet",
		"posix", filepath.Join(g.dir, "data"))
	g.command.Env = []string{"HOME=" + g.dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	g.command.Dir = g.dir
	g.command.Stdout, g.command.Stderr = g.said, g.said
	if err := g.command.Start(); err != nil {
		return err
	}
	g.ended = make(chan struct{})
	go func(command *exec.Cmd, ended chan struct{}) {
		_ = command.Wait() // it is killed, which is an error
		close(ended)
	}(g.command, g.ended)
	return g.ready(ctx)
}

// ready waits until the gateway answers.
func (g *Gateway) ready(ctx context.Context) error {
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, g.Endpoint()+"/health", nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-g.ended:
			return fmt.Errorf("the gateway has ended: %s", g.said)
		case <-ctx.Done():
			return errors.Join(ctx.Err(), g.Stop())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Stop ends the process of the gateway. A stopped gateway stays stopped.
func (g *Gateway) Stop() error {
	if g.command == nil || g.command.Process == nil {
		return nil
	}
	err := g.command.Process.Kill()
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	<-g.ended
	return err
}

// Endpoint is the URL of the gateway.
func (g *Gateway) Endpoint() string { return "http://" + g.address }

// Address is that of a store in the gateway, as [s3.Open] reads it.
func (g *Gateway) Address(prefix string) string {
	return "s3://" + Bucket + "/" + prefix + "?endpoint=" + url.QueryEscape(g.Endpoint())
}

// Keys are credentials that may do everything.
func (g *Gateway) Keys() *s3.Keys { return &s3.Keys{Access: access, Secret: secret} }

// Environ is the environment of a process that is to have them.
func (g *Gateway) Environ() []string {
	return []string{"AWS_ACCESS_KEY_ID=" + access, "AWS_SECRET_ACCESS_KEY=" + secret}
}

// UnbuiltError means that there is no program to run.
type UnbuiltError struct{ Err error }

func (e *UnbuiltError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *UnbuiltError) Unwrap() error { return e.Err }

// output keeps what the gateway says, which is little.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
