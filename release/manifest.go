package release

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"nlgserver/internal/content"
	"nlgserver/internal/source/files"
)

// The entries of a bundle: the manifest, the settings if there are any, and the files, by
// their roots.
const (
	manifestEntry = "manifest.json"
	settingsEntry = "settings.yml"
	contentPrefix = "content/"
)

// bundleFormat is that of the manifest. A program that knows only an older one has to
// refuse the bundle.
const bundleFormat = 1

// The limits of a bundle are those of content, as they are for the copy that a server keeps
// of its last good content.
const (
	mostFiles    = files.DefaultMaxEntries
	mostBytes    = files.DefaultMaxTotalSize
	mostOfFile   = files.DefaultMaxFileSize
	mostManifest = 32 << 20
	mostPath     = 4096
)

// manifest is the first entry of a bundle.
type manifest struct {
	Format int `json:"format"`
	// Version is that of the content.
	Version  string     `json:"version"`
	Settings *digest    `json:"settings,omitempty"`
	Files    list[file] `json:"files"`
}

// file is a [content.File] without its bytes.
type file struct {
	Path   string `json:"path"`
	Root   int    `json:"root,omitempty"`
	Name   string `json:"name,omitempty"`
	Direct bool   `json:"direct,omitempty"`
	digest
}

// digest is what bytes are compared with.
type digest struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// check compares what was read under a name.
func (d digest) check(name string, data []byte) error {
	if sha256Of(data) != d.SHA256 {
		return fmt.Errorf("%s was changed: it does not have the SHA-256 that is listed", name)
	}
	return nil
}

// entry is the name of the file in the archive. It is different for each, also if two roots
// have the same path.
func (f *file) entry() string {
	return contentPrefix + strconv.Itoa(f.Root) + "/" + cmp.Or(f.Name, f.Path)
}

// check returns what is wrong with a manifest, before anything is read for it. It holds
// for those that are written too, so that what can be packed can be unpacked.
func (m *manifest) check() error {
	if m.Format != bundleFormat {
		return fmt.Errorf("its format is %d, and this version of nlgserver reads %d", m.Format, bundleFormat)
	}
	if len(m.Files) == 0 {
		return errors.New("it has no files")
	}
	if len(m.Files) > mostFiles {
		return fmt.Errorf("it has more than %d files", mostFiles)
	}
	room := int64(mostBytes)
	if m.Settings != nil {
		if err := m.Settings.fits(settingsEntry, &room); err != nil {
			return err
		}
	}
	seen := make(map[string]bool, len(m.Files))
	for i := range m.Files {
		f := &m.Files[i]
		if err := f.checkName(); err != nil {
			return err
		}
		if seen[f.entry()] {
			return fmt.Errorf("%q is there twice", f.Path)
		}
		seen[f.entry()] = true
		if err := f.fits(strconv.Quote(f.Path), &room); err != nil {
			return err
		}
	}
	return nil
}

// checkName refuses names that lead out of the directory that they are written to, and
// those that do not survive JSON or an archive.
func (f *file) checkName() error {
	if f.Root < 0 || f.Root > mostFiles {
		return fmt.Errorf("%q has the root %d", f.Path, f.Root)
	}
	for _, name := range [...]string{f.Path, cmp.Or(f.Name, f.Path)} {
		switch {
		case len(name) > mostPath:
			return fmt.Errorf("a path has %d bytes, the limit is %d: %.80q…", len(name), mostPath, name)
		case !fs.ValidPath(name) || name == "." || strings.ContainsRune(name, 0):
			return fmt.Errorf("%q cannot be the path of a file in a bundle: it has to be relative UTF-8 text without . and .. as elements", name)
		}
	}
	return nil
}

func (d digest) fits(name string, room *int64) error {
	if d.Size < 0 || d.Size > mostOfFile {
		return fmt.Errorf("%s has %d bytes, the limit is %d", name, d.Size, mostOfFile)
	}
	if *room -= d.Size; *room < 0 {
		return fmt.Errorf("its files have more than %d bytes", mostBytes)
	}
	return nil
}

// list is read without room for more elements than may be.
type list[T any] []T

// mostListed is far more than is needed.
const mostListed = 4 * mostFiles

// UnmarshalJSON implements [json.Unmarshaler].
func (l *list[T]) UnmarshalJSON(data []byte) error {
	from := json.NewDecoder(bytes.NewReader(data))
	if start, err := from.Token(); err != nil || start != json.Delim('[') {
		return errors.New("a list is not a list")
	}
	*l = nil
	for from.More() {
		if len(*l) == mostListed {
			return fmt.Errorf("a list has more than %d elements", mostListed)
		}
		var element T
		if err := from.Decode(&element); err != nil {
			return err
		}
		*l = append(*l, element)
	}
	return nil
}

// contentFile joins what the manifest says with the bytes.
func (f *file) contentFile(data []byte) content.File {
	return content.File{Path: f.Path, Root: f.Root, Name: f.Name, Data: data, Direct: f.Direct}
}
