package publish

import (
	"context"
	"fmt"
	"strings"

	"nlgserver/internal/source/git"
	"nlgserver/nlg"
)

// Target is where changes are published. It is safe for concurrent use.
type Target interface {
	// String names the target for people.
	String() string
	// Check reports what would keep the changes from being published. It changes
	// nothing.
	Check(ctx context.Context, changes []Change) error
	// Publish publishes the changes, all or none. Its error is a *[ChangedError] if a
	// file is not as its author saw it.
	//
	// If live is not nil, it makes the content live elsewhere. It is called once, when all
	// files are in place and before any commit, also if there is nothing to write. If it
	// fails, the files are taken back, nothing is committed, and its error is returned.
	// After it, or without it once the files are in place, Publish fails no more: what did
	// not work then is in [Published].Problems.
	Publish(ctx context.Context, changes []Change, author Author, message string, live func() error) (Published, error)
	// History returns what was published, the latest first: at most limit, after
	// skipping some. There is none if the target keeps none.
	History(ctx context.Context, skip, limit int) ([]git.Commit, error)
}

// Change is a file with other bytes.
type Change struct {
	// Path is the path of the file, as that of [nlg.File].
	Path string
	// Before are its bytes as the author saw them. Created is set if there was no
	// file.
	Before  []byte
	Created bool
	After   []byte
}

// Author is who made the changes.
type Author struct {
	Name string
	// Email may be empty.
	Email string
}

// String names the author for a history: NAME <EMAIL>, or the name alone.
func (a Author) String() string {
	if a.Email == "" {
		return a.Name
	}
	return git.Signature{Name: a.Name, Email: a.Email}.String()
}

// Published says what came of a publication.
type Published struct {
	// Files are the paths of the files that were written.
	Files []string `json:"files"`
	// Commit is the hash of the commit; empty if there is none. Pushed is set if it
	// was pushed.
	Commit string `json:"commit,omitempty"`
	Pushed bool   `json:"pushed,omitempty"`
	// Release is the number of the release; 0 for none. Canary is its share of the
	// conversations, as a percentage; 0 for all.
	Release int `json:"release,omitempty"`
	Canary  int `json:"canary,omitempty"`
	// Problems are what did not work once the files were in place.
	Problems []string `json:"problems,omitempty"`
}

// ChangedError is the error for files that are not as their author saw them.
type ChangedError struct{ Paths []string }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s changed meanwhile: merge, and publish again", strings.Join(e.Paths, ", "))
}

// Between returns the changes from one content to another.
func Between(before, after []nlg.File) []Change {
	known := make(map[string][]byte, len(before))
	for _, f := range before {
		known[f.Path] = f.Data
	}
	var out []Change
	for _, f := range after {
		data, exists := known[f.Path]
		if !exists || string(data) != string(f.Data) {
			out = append(out, Change{Path: f.Path, Before: data, Created: !exists, After: f.Data})
		}
	}
	return out
}

// Differing returns the paths of the files that do not have their bytes on the disk, or
// cannot be read there.
func Differing(files []nlg.File) []string {
	var out []string
	for _, f := range files {
		if state, err := stateOf(f.Path, f.Data, f.Data, false); err != nil || state != isNew {
			out = append(out, f.Path)
		}
	}
	return out
}
