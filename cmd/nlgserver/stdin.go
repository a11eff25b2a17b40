package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// stdinPath is the path that means standard input, and stdinName its name in
// messages.
const (
	stdinPath = "-"
	stdinName = "<stdin>"
)

// readContentOrStdin is [readContent], except that the path - is standard input.
func readContentOrStdin(ctx context.Context, r *reach, in io.Reader, paths []string) ([]content.File, diag.List, error) {
	at := slices.Index(paths, stdinPath)
	if at < 0 {
		return readContent(ctx, r, paths)
	}
	if slices.Contains(paths[at+1:], stdinPath) {
		return nil, nil, errors.New("standard input can be read only once: give - once")
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, nil, &exitError{code: exitUnreadable, err: fmt.Errorf("standard input: %w", err)}
	}
	var all []content.File
	var found diag.List
	// The order of the paths decides which of two definitions is used.
	for i, part := range [...][]string{paths[:at], paths[at+1:]} {
		if i == 1 {
			all = append(all, content.File{Path: stdinName, Root: at, Name: stdinName, Data: data, Direct: true})
		}
		if len(part) == 0 {
			continue
		}
		read, diags, err := readContent(ctx, r, part)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range read {
			f.Root += i * (at + 1)
			all = append(all, f)
		}
		found = append(found, diags...)
	}
	return all, found, nil
}
