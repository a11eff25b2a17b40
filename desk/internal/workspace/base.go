package workspace

import (
	"slices"
	"time"

	"nlgserver/desk/internal/check"
	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// Base is content as it was read, and what came of opening it. It does not change.
type Base struct {
	// Sources are the files, and what is beside them.
	Sources view.Sources
	// Content is nil if the files are rejected; Rejected then says why, and Since when
	// that was found.
	Content  *view.Content
	Rejected []view.Finding
	Since    time.Time
	// Settings is the [release.SettingsDigest] of what is beside the content, and becomes a
	// part of each release.
	Settings string
	// Read is when reading the files began.
	Read time.Time
}

// all returns the files that a draft changes.
func (b *Base) all() []nlg.File { return slices.Concat(b.Sources.Files, b.Sources.Tests) }

func (b *Base) side() check.Side { return check.Side{Content: b.Content, Rejected: b.Rejected} }

// isWhole reports whether all files could be read. A draft does not move to content
// that lacks files: its changes of them would be conflicts.
func (b *Base) isWhole() bool { return !b.Sources.Found.Refused() }
