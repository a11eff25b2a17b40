package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// keyLooks is the least time between two looks at the file of a key.
	keyLooks = time.Second
	// maxKey is the size of the largest file of a key, in bytes. Servers take no header above it.
	maxKey = 64 << 10
)

// keyFile is a key whose file is read again while calls are made: a program may renew it
// there, such as one that gets tokens that expire.
type keyFile struct {
	path, model string
	log         *slog.Logger
	read        func(path string) (Key, error)
	current     atomic.Pointer[Key]
	// looking is held by the one who looks at the file; the others take the key that there is.
	looking sync.Mutex
	next    time.Time
	broken  bool
}

// newKeyFile returns the key of a deployment, which starts with the one that is given.
func newKeyFile(d *Deployment, log *slog.Logger) *keyFile {
	f := &keyFile{path: d.KeyFile, model: d.name(), log: log, read: readKey}
	f.current.Store(&d.Key)
	return f
}

// key returns the key as the file has it, or had it when it could be read. It waits for the
// file as long as ctx allows.
func (f *keyFile) key(ctx context.Context, now time.Time) Key {
	if !f.looking.TryLock() {
		return *f.current.Load()
	}
	if now.Before(f.next) {
		f.looking.Unlock()
		return *f.current.Load()
	}
	f.next = now.Add(keyLooks)
	done := make(chan struct{})
	go func() { // a file in a network may not answer
		defer f.looking.Unlock()
		defer close(done)
		f.look()
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
	return *f.current.Load()
}

// look takes the key of the file. If it has none, the former one stays, and the log has it
// once.
func (f *keyFile) look() {
	key, err := f.read(f.path)
	if err != nil {
		if !f.broken {
			f.log.Warn("cannot use the key file of a model; sending the former key", "model", f.model, "file", f.path, "error", err)
		}
		f.broken = true
		return
	}
	f.broken = false
	if key != "" && key != *f.current.Load() {
		f.current.Store(&key)
		f.log.Info("read a new key of a model", "model", f.model, "file", f.path)
	}
}

// readKey returns the key of a file, empty if it is not one that can be read twice, such as a
// pipe. No error has a part of the content.
func readKey(path string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", withoutPath(err)
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return "", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", withoutPath(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxKey+1))
	text := strings.TrimSpace(string(data))
	switch {
	case err != nil:
		return "", withoutPath(err)
	case len(data) > maxKey:
		return "", fmt.Errorf("it is larger than %d KiB", maxKey>>10)
	case text == "":
		return "", errors.New("it is empty")
	case !IsKey(text):
		return "", errors.New("it has spaces, line breaks or letters that no key has")
	}
	return Key(text), nil
}

func withoutPath(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// setKey sets the header that has the key.
func setKey(h http.Header, provider string, key Key) {
	switch {
	case key == "":
	case provider == Azure:
		h.Set("Api-Key", string(key))
	default:
		h.Set("Authorization", "Bearer "+string(key))
	}
}

// replacesKey reports whether a header of the deployment takes the place of the key's.
func (d *Deployment) replacesKey() bool {
	for name := range d.Headers {
		if name = http.CanonicalHeaderKey(name); name == "Authorization" && d.Provider != Azure || name == "Api-Key" && d.Provider == Azure {
			return true
		}
	}
	return false
}
