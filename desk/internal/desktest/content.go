package desktest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"nlgserver/nlg"
)

// Content is content that a test changes while pages show it: a source of a desk.
type Content struct {
	mu      sync.Mutex
	files   []nlg.File
	changed []func()
	// blocked, if not nil, keeps everyone who reads the content waiting until it is
	// closed.
	blocked chan struct{}
}

// NewContent returns content of these files.
func NewContent(files ...nlg.File) *Content { return &Content{files: files} }

// Block keeps everyone who reads the content waiting until the test calls what it returns.
func (c *Content) Block() (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	blocked := make(chan struct{})
	c.blocked = blocked
	return func() { close(blocked) }
}

// Fetch returns the files as they are now.
func (c *Content) Fetch(ctx context.Context) ([]nlg.File, nlg.Diagnostics) {
	c.mu.Lock()
	blocked := c.blocked
	c.mu.Unlock()
	if blocked != nil {
		select {
		case <-blocked:
		case <-ctx.Done():
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.files), nil
}

// Watch calls changed at once, and after each [Content.Save].
func (c *Content) Watch(ctx context.Context, changed func()) error {
	c.mu.Lock()
	c.changed = append(c.changed, changed)
	c.mu.Unlock()
	changed() // what was saved before
	<-ctx.Done()
	return nil
}

// Save adds files, in place of those at their paths, and tells whoever watches.
func (c *Content) Save(files ...nlg.File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range files {
		i := slices.IndexFunc(c.files, func(old nlg.File) bool { return old.Path == f.Path })
		if i < 0 {
			c.files = append(c.files, f)
		} else {
			c.files[i] = f
		}
	}
	for _, changed := range c.changed {
		changed()
	}
}

// File is a response file; the text is what is below responses.
func File(path, responses string) nlg.File {
	return Raw(path, "version: \"3.1\"\nresponses:\n"+indented(responses))
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

// Raw is a file with exactly this text.
func Raw(path, text string) nlg.File { return nlg.File{Path: path, Data: []byte(text)} }
