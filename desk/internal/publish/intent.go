package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"nlgserver/internal/atomicfile"
)

const (
	intentName = "publishing.json"
	intentMode = 0o600
)

// intent is a publication that has begun.
type intent struct {
	Files []fileIntent `json:"files"`
	// Written is set once all files are in place.
	Written bool `json:"written,omitempty"`
	// Commit is what to commit then.
	Commit *commitIntent `json:"commit,omitempty"`
}

// fileIntent is a file that is replaced.
type fileIntent struct {
	// Path is the file itself, not a link to it, as an absolute path.
	Path    string `json:"path"`
	Before  []byte `json:"before,omitempty"`
	Created bool   `json:"created,omitempty"`
	After   []byte `json:"after"`
}

func (p *pending) intent() fileIntent {
	path := p.target
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return fileIntent{Path: path, Before: p.change.Before, Created: p.change.Created, After: p.change.After}
}

// commitIntent is a commit.
type commitIntent struct {
	// Paths are absolute.
	Paths   []string `json:"paths"`
	Author  Author   `json:"author"`
	Message string   `json:"message"`
}

func (f *Files) intentPath() string { return filepath.Join(f.State, intentName) }

func (f *Files) write(in *intent) error {
	data, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return atomicfile.Write(f.intentPath(), data, intentMode)
}

// forget ends a publication.
func (f *Files) forget() error {
	if err := os.Remove(f.intentPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return atomicfile.SyncDir(f.State)
}

// read returns the intent of a publication that was not finished; nil if there is
// none.
func (f *Files) read() (*intent, error) {
	data, err := os.ReadFile(f.intentPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var in intent
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("%q: %w", f.intentPath(), err)
	}
	return &in, nil
}

// Recovered says what was done about a publication that was not finished.
type Recovered struct {
	// TakenBack are the files that are as they were before it.
	TakenBack []string
	// Kept are the files that somebody changed since; they stay as they are.
	Kept []string
	// Completed is what was completed, if all files were in place.
	Completed *Published
}

// Recover takes back a publication that was not finished, if there is one. Call it
// before the content is read.
func (f *Files) Recover() (Recovered, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	in, err := f.read()
	if in == nil || err != nil {
		return Recovered{}, err
	}
	if in.Written {
		out := Recovered{Completed: &Published{}}
		for _, file := range in.Files {
			out.Completed.Files = append(out.Completed.Files, file.Path)
		}
		return out, f.forget()
	}
	out, err := in.takeBack()
	if err != nil {
		return out, fmt.Errorf("cannot take back an unfinished publication: %w", err)
	}
	return out, f.forget()
}

// takeBack gives all files that are in place the bytes that they had.
func (in *intent) takeBack() (Recovered, error) {
	var out Recovered
	var errs []error
	for _, file := range in.Files {
		errs = append(errs, atomicfile.RemoveLeftovers(file.Path))
		state, err := stateOf(file.Path, file.Before, file.After, file.Created)
		switch {
		case err != nil:
		case state == isOther:
			out.Kept = append(out.Kept, file.Path)
		case state == isNew && file.Created:
			err = os.Remove(file.Path)
		case state == isNew:
			var p *atomicfile.Prepared
			if p, err = atomicfile.Prepare(file.Path, file.Before, newMode); err == nil {
				err = p.Replace()
			}
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if state == isNew {
			out.TakenBack = append(out.TakenBack, file.Path)
			errs = append(errs, atomicfile.SyncDir(filepath.Dir(file.Path)))
		}
	}
	return out, errors.Join(errs...)
}
