package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/content"
	"nlgserver/nlg"
)

// MaxText is how large a file may be that is shown and edited as text, in bytes. As JSON,
// a text has hardly twice as many.
const MaxText = 4 << 20

// maxFound is how many findings of a file are shown in it: they are sent after each pause
// in typing, and nobody reads more. Errors come before warnings then.
const maxFound = 500

// The errors for files that cannot be edited as text: their bytes would not survive it.
var (
	ErrNotText  = errors.New("the file is not UTF-8 and cannot be edited as text")
	ErrNUL      = errors.New("the file has a NUL byte and cannot be edited as text")
	ErrTooLarge = fmt.Errorf("the file is larger than %d MiB and cannot be edited here", MaxText>>20)
)

// File is the text of a file, and what was found in it.
type File struct {
	Path string `json:"path"`
	// Text is nil if the asker has it already.
	Text *string `json:"text,omitempty"`
	// Version is that of the text.
	Version string `json:"version"`
	// Findings are sorted by their place. They are of this text; those that need the whole
	// content are of the last check.
	Findings []view.Finding `json:"findings"`
	// More is how many findings are left out.
	More int `json:"more"`
	// ReadOnly is set if the asker may not change the file.
	ReadOnly bool `json:"read_only"`
}

// File returns a file with the draft.
func (ws *Workspace) File(path string) (*File, error) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	out, err := textOf(ws.files, path)
	if err != nil {
		return nil, err
	}
	out.found(ws.foundIn(path))
	return out, nil
}

// File returns a file of the content, for those who only read.
func (b *Base) File(path string) (*File, error) {
	out, err := textOf(b.all(), path)
	if err != nil {
		return nil, err
	}
	out.ReadOnly = true
	if b.Content != nil {
		out.found(b.Content.FindingsIn(path, nil))
	} else {
		out.found(within(path, b.Rejected))
	}
	return out, nil
}

// found sets the findings, or of many the worst.
func (f *File) found(all []view.Finding) {
	f.Findings = all
	if f.More = max(0, len(all)-maxFound); f.More == 0 {
		return
	}
	isError := func(one *view.Finding) bool { return one.Severity == "error" }
	errors := 0
	for i := range all {
		if isError(&all[i]) {
			errors++
		}
	}
	warnings := max(0, maxFound-errors)
	f.Findings = []view.Finding{}
	for i := range all {
		switch {
		case len(f.Findings) == maxFound:
			return
		case isError(&all[i]):
			f.Findings = append(f.Findings, all[i])
		case warnings > 0:
			warnings--
			f.Findings = append(f.Findings, all[i])
		}
	}
}

// textOf returns the text of a file.
func textOf(files []nlg.File, path string) (*File, error) {
	i := find(files, path)
	if i < 0 {
		return nil, ErrUnknownFile
	}
	data := files[i].Data
	if err := asText(data); err != nil {
		return nil, err
	}
	text := string(data)
	return &File{Path: path, Text: &text, Version: short(content.Version([]nlg.File{{Data: data}}))}, nil
}

// asText returns why bytes cannot be edited as text; nil if they can.
func asText(data []byte) error {
	switch {
	case len(data) > MaxText:
		return ErrTooLarge
	case !utf8.Valid(data):
		return ErrNotText
	case bytes.IndexByte(data, 0) >= 0:
		return ErrNUL
	}
	return nil
}

// foundIn returns the findings in a file of the draft as it is now; mu is locked.
func (ws *Workspace) foundIn(path string) []view.Finding {
	if i, j := find(ws.files, path), find(ws.shownFiles, path); ws.shown != nil && i >= 0 && j >= 0 && sameBytes(ws.files[i].Data, ws.shownFiles[j].Data) {
		return ws.shown.FindingsIn(path, ws.splitOf(&ws.files[i]).lines())
	}
	if c := ws.checked; c != nil && c.number == ws.number && c.content == nil {
		return within(path, c.rejected)
	}
	return within(path, ws.rejected)
}

// within returns the findings in a file.
func within(path string, found []view.Finding) []view.Finding {
	return slices.DeleteFunc(nonNil(slices.Clone(found)), func(f view.Finding) bool { return f.Position.File != path })
}

// lines returns the lines of the responses by their names, from 1; nil if they are not
// known. What is shown may have been read when there were other lines before them.
func (s *split) lines() map[string]int {
	if !s.ok {
		return nil
	}
	out := make(map[string]int, len(s.pieces))
	for name, p := range s.pieces {
		line := p.line + 1
		for text := range strings.Lines(p.text) {
			if text = strings.TrimSpace(text); text != "" && text[0] != '#' {
				break
			}
			line++
		}
		out[name] = line
	}
	return out
}
