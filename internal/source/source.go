package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// Source is an origin of content. Its methods are safe for concurrent use.
type Source interface {
	// String names the origin in the status and in the log.
	String() string
	// Fetch reads everything, as it was at one moment. The files are in loading
	// order, which decides between two definitions of the same name. If the
	// diagnostics have errors, the files are those that could be read. An
	// origin without any file is an error.
	Fetch(ctx context.Context) ([]content.File, diag.List)
	// Watch calls changed whenever Fetch may return something else, until ctx
	// ends; then it returns nil. The first call means that the watch is active:
	// changes before it may have been missed. changed must not block. If
	// the content never changes, Watch returns nil at once and never calls
	// changed.
	Watch(ctx context.Context, changed func()) error
}

// Still reports whether the content of a source never changes, so that there is
// no reason to watch or to poll it. Such a source has a method Still that returns
// true.
func Still(s Source) bool {
	still, ok := s.(interface{ Still() bool })
	return ok && still.Still()
}

// Writing returns a file of the content that somebody has open for writing, or ""
// if there is none, or if that cannot be known. A source that can know it has a
// method Writing.
func Writing(ctx context.Context, s Source) string {
	if w, ok := s.(interface {
		Writing(ctx context.Context) string
	}); ok {
		return w.Writing(ctx)
	}
	return ""
}

// Unreadable returns the diagnostic of an unreadable file or directory. The message
// does not repeat the path.
func Unreadable(path string, err error) diag.Diagnostic {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return diag.Diagnostic{
		Position: diag.Position{File: path},
		Severity: diag.Error,
		Code:     diag.Unreadable,
		Message:  fmt.Sprintf("cannot be read: %v", err),
	}
}
