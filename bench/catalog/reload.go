package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"nlgserver/bench/process"
	"nlgserver/internal/content"
	"nlgserver/server"
)

// serve serves a directory until the process gets a signal to stop.
func serve(dir string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := server.New(server.Options{Paths: []string{dir}, Listen: "127.0.0.1:0", Poll: -1})
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return err
	}
	fmt.Println(a.Addr())
	return a.Wait(ctx)
}

// reloads compares latencies under a steady load with and without a reload of
// the whole catalog every two seconds. The server runs as a separate process,
// and its content is swapped through a link, as Kubernetes does.
func reloads(responses, rounds int, duration time.Duration) error {
	root, err := os.MkdirTemp("", "nlgbench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }()
	for i := range 2 {
		if err := write(filepath.Join(root, version(i)), makeContent(responses, i)); err != nil {
			return err
		}
	}
	live := filepath.Join(root, "live")
	if err := os.Symlink(version(0), live); err != nil {
		return err
	}
	server, err := process.Start("server", live)
	if err != nil {
		return err
	}
	defer server.Stop()
	var still, reloading, ratios []float64
	for range rounds {
		quiet, err := latencies(server.Address, duration)
		if err != nil {
			return err
		}
		done, failed := make(chan struct{}), make(chan error, 1)
		go func() { failed <- reloadEvery(server.Address, root, done) }()
		busy, err := latencies(server.Address, duration)
		close(done)
		if err := <-failed; err != nil {
			return err
		}
		if err != nil {
			return err
		}
		still, reloading, ratios = append(still, quiet), append(reloading, busy), append(ratios, busy/quiet)
	}
	fmt.Printf("p99 under steady load: %.0f µs; with a reload every 2 s: %.0f µs; ratio %.2f\n", median(still), median(reloading), median(ratios))
	return nil
}

func version(i int) string { return fmt.Sprintf("v%d", i%2) }

func write(dir string, files []content.File) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Path), f.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// reloadEvery swaps the content and requests a reload every two seconds.
func reloadEvery(address, root string, done <-chan struct{}) error {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for i := 1; ; i++ {
		select {
		case <-done:
			return nil
		case <-tick.C:
		}
		link := filepath.Join(root, "link")
		if err := os.Symlink(version(i), link); err != nil {
			return err
		}
		if err := os.Rename(link, filepath.Join(root, "live")); err != nil {
			return err
		}
		reply, err := http.Post("http://"+address+"/-/reload", "", nil)
		if err != nil {
			return err
		}
		if err := reply.Body.Close(); err != nil {
			return err
		}
		if reply.StatusCode != http.StatusOK {
			return fmt.Errorf("reload: status %d", reply.StatusCode)
		}
	}
}
