package server

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"
)

const (
	// followSettle is how long a changed file must not change again before it
	// is used: it may be half written.
	followSettle = 50 * time.Millisecond
	// followMax is the largest file that is followed.
	followMax = 1 << 20
)

// follower reads small files, such as secrets, again when they change, and
// applies them together. What was applied last stays in use until newer content
// is applied without an error.
type follower struct {
	// setting names the files in errors and log lines.
	setting string
	paths   []string
	apply   func(data [][]byte) error

	mu   sync.Mutex
	seen [sha256.Size]byte
}

// start reads the files for the first time.
func (f *follower) start() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, err := f.read()
	f.seen = digestOf(data, err)
	if err == nil {
		err = f.apply(data)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.setting, err)
	}
	return nil
}

// look reads the files, and applies them if they have changed. An error is
// returned once for each change.
func (f *follower) look(ctx context.Context) (changed bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.once() {
		return false, nil
	}
	data, err := f.read()
	digest := digestOf(data, err)
	if digest == f.seen {
		return false, nil
	}
	select {
	case <-ctx.Done():
		return false, nil
	case <-time.After(followSettle):
	}
	if data, err = f.read(); digestOf(data, err) != digest {
		return false, nil // it is still being written: wait for the next look
	}
	f.seen = digest
	if err == nil {
		err = f.apply(data)
	}
	return true, err
}

// once reports whether one of the files is a pipe, or something else that can be
// read only once.
func (f *follower) once() bool {
	return slices.ContainsFunc(f.paths, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && !info.Mode().IsRegular()
	})
}

func (f *follower) read() ([][]byte, error) {
	data := make([][]byte, len(f.paths))
	for i, path := range f.paths {
		var err error
		if data[i], err = readSmall(path); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, followMax+1))
	if err == nil && len(data) > followMax {
		err = errors.New(path + " is too large")
	}
	if err != nil {
		return nil, err
	}
	return plainText(path, data)
}

func digestOf(data [][]byte, err error) [sha256.Size]byte {
	h := sha256.New()
	if err != nil {
		h.Write([]byte(err.Error()))
	}
	for _, d := range data {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(d)))
		h.Write(size[:])
		h.Write(d)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// follow checks all followed files at intervals until ctx ends.
func (a *App) follow(ctx context.Context) {
	tick := time.NewTicker(a.opts.FollowEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			a.lookAtFiles(ctx)
		}
	}
}

func (a *App) lookAtFiles(ctx context.Context) {
	for _, f := range a.followers {
		switch changed, err := f.look(ctx); {
		case err != nil:
			a.opts.Log.Error("change rejected; the last good version stays in use", "setting", f.setting, "error", err)
		case changed:
			a.opts.Log.Info("file reloaded", "setting", f.setting)
		}
	}
}
