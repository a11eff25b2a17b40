package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"nlgserver/internal/atomicfile"
	"nlgserver/internal/content"
	"nlgserver/lint"
	"nlgserver/responses"
)

// anyoneWrites are the permissions to write to a file.
const anyoneWrites = 0o222

// fixFiles rewrites the list conditions in the files of the paths, and says what it
// did.
func fixFiles(ctx context.Context, errs io.Writer, r *reach, paths []string) error {
	if len(paths) == 0 {
		return errors.New("--fix needs a path")
	}
	if slices.Contains(paths, stdinPath) {
		return errors.New("--fix rewrites files: it cannot rewrite standard input")
	}
	files, _, err := readContent(ctx, r, paths)
	if err != nil {
		return err
	}
	var rewriter responses.Rewriter
	var done, changed, left int
	for _, f := range files {
		fix := lint.FixConditions(f, &rewriter)
		if len(fix.Done) > 0 {
			if err := replaceFile(f, fix.Data); err != nil {
				return &exitError{code: exitUnreadable, err: fmt.Errorf("--fix: %w", err)}
			}
			changed++
		}
		for _, c := range fix.Done {
			fmt.Fprintf(errs, "%s:%d: %s: rewritten as %s\n", c.File, c.Line, c.Response, c.Predicate)
		}
		for _, c := range fix.Left {
			fmt.Fprintf(errs, "%s:%d: %s: left as it is: %s\n", c.File, c.Line, c.Response, c.Why)
		}
		done, left = done+len(fix.Done), left+len(fix.Left)
	}
	_, err = fmt.Fprintf(errs, "rewrote %s in %s, left %d\n", plural(done, "condition"), plural(changed, "file"), left)
	return written(err)
}

// replaceFile writes a file, unless it is read-only or no longer what was read.
func replaceFile(f content.File, data []byte) error {
	if err := mayReplaceFile(f); err != nil {
		return err
	}
	const anyMode = 0o777
	return atomicfile.Write(filepath.FromSlash(f.Path), data, anyMode)
}

// mayReplaceFile returns an error for a file that is read-only or no longer what was
// read.
func mayReplaceFile(f content.File) error {
	path := filepath.FromSlash(f.Path)
	now, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, f.Data) {
		return fmt.Errorf("%s changed while it was read; run the command again", f.Path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&anyoneWrites == 0 {
		return fmt.Errorf("%s is read-only", f.Path)
	}
	return nil
}
