package source

import (
	"context"
	"slices"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// Memory is content in memory: a [Source] that never changes.
type Memory struct {
	// Name is for the status and the log.
	Name string
	// Files are in loading order. They must not be changed.
	Files []content.File
}

// String returns the name.
func (m Memory) String() string { return m.Name }

// Still reports that the content never changes.
func (m Memory) Still() bool { return true }

// Fetch returns the files.
func (m Memory) Fetch(ctx context.Context) ([]content.File, diag.List) {
	if err := ctx.Err(); err != nil {
		return nil, diag.List{Unreadable(m.Name, err)}
	}
	if len(m.Files) == 0 {
		return nil, diag.List{{
			Position: diag.Position{File: m.Name}, Severity: diag.Error, Code: diag.NoResponses, Message: "nothing to serve: no files",
		}}
	}
	return slices.Clone(m.Files), nil
}

// Watch returns at once: the content never changes.
func (m Memory) Watch(context.Context, func()) error { return nil }
