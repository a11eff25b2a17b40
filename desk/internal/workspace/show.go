package workspace

import (
	"bytes"
	"fmt"
	"maps"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// maxPatches is how many responses are shown as they are now before the whole content is
// opened: beyond, opening it is as quick.
const maxPatches = 50

// sameBytes is quick for bytes that are the same in memory, as those of files that
// nobody changed.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b))
}

// show makes the content with the draft what is shown, if it is good; mu is locked.
func (ws *Workspace) show() {
	ws.renew()
	ws.mark()
}

// mark says which responses the draft changes; mu is locked.
func (ws *Workspace) mark() {
	if ws.shown == nil {
		return
	}
	names := map[string]bool{}
	base := ws.base.all()
	for i := range ws.files {
		now := &ws.files[i]
		if draft.IsTest(*now) {
			continue
		}
		was := &nlg.File{Path: now.Path}
		if j := find(base, now.Path); j >= 0 {
			was = &base[j]
		}
		if sameBytes(was.Data, now.Data) {
			continue
		}
		old := ws.baseSplits[now.Path]
		if old == nil || !sameBytes(old.data, was.Data) {
			compile := ws.all.cfg.Options.Compile
			old = splitOf(was, responses.Options{Env: compile.Env, EnvAllowed: compile.EnvAllowed})
			ws.baseSplits[now.Path] = old
		}
		for name, p := range ws.splitOf(now).pieces {
			if before, had := old.pieces[name]; !had || before.text != p.text {
				names[name] = true
			}
		}
	}
	ws.shown = ws.shown.Changed(names)
}

// renew opens the content with the draft, or a part of it; mu is locked.
func (ws *Workspace) renew() {
	ws.rejected = nil
	if sameFiles(ws.files, ws.base.all()) {
		if ws.base.Content != nil {
			ws.shown, ws.shownFiles = ws.base.Content, ws.files
		}
		return
	}
	if c := ws.quick(); c != nil {
		ws.shown, ws.shownFiles = c, ws.files
		return
	}
	if ws.rejected = ws.unreadable(); ws.rejected != nil {
		return // as is each key of what is being written, and opening everything would say no more
	}
	sources := ws.base.Sources
	sources.Files, sources.Tests = draft.Split(ws.files)
	c, rejected := view.Open(ws.all.done, sources, ws.all.cfg.Options)
	if ws.rejected = rejected; c != nil {
		ws.shown, ws.shownFiles = c, ws.files
	}
}

// unreadable returns what is wrong with the files of the draft that are no YAML now; nil if
// all are; mu is locked.
func (ws *Workspace) unreadable() (out []view.Finding) {
	base := ws.base.all()
	for i := range ws.files {
		f := &ws.files[i]
		if j := find(base, f.Path); draft.IsTest(*f) || j >= 0 && sameBytes(base[j].Data, f.Data) {
			continue
		}
		if s := ws.splitOf(f); s.found.Refused() {
			out = append(out, view.FindingsOf(s.found)...)
		}
	}
	return out
}

// quick returns what is shown with the responses that changed since as they are now; nil
// if that does not do; mu is locked.
func (ws *Workspace) quick() *view.Content {
	if ws.shown == nil || len(ws.shownFiles) != len(ws.files) {
		return nil
	}
	var patches []view.Patch
	splits := map[string]*split{}
	for i := range ws.files {
		was, now := &ws.shownFiles[i], &ws.files[i]
		switch {
		case was.Path != now.Path:
			return nil
		case sameBytes(was.Data, now.Data) || draft.IsTest(*now):
			continue
		}
		old := ws.shownSplits[was.Path]
		if old == nil || !sameBytes(old.data, was.Data) {
			old = ws.splitOf(was)
		}
		split := ws.splitOf(now)
		splits[now.Path] = split
		more, ok := patchesOf(old, split, now)
		if patches = append(patches, more...); !ok || len(patches) > maxPatches {
			return nil
		}
	}
	version := short(ws.draft.Status().Version)
	c := ws.shown.With(ws.all.done, fmt.Sprintf("%s+%d", version, ws.number), patches)
	if c != nil {
		maps.Copy(ws.shownSplits, splits)
	}
	return c
}

// splitOf splits a file, unless it is known; mu is locked.
func (ws *Workspace) splitOf(f *nlg.File) *split {
	if known := ws.splits[f.Path]; known != nil && sameBytes(known.data, f.Data) {
		return known
	}
	compile := ws.all.cfg.Options.Compile
	s := splitOf(f, responses.Options{Env: compile.Env, EnvAllowed: compile.EnvAllowed})
	ws.splits[f.Path] = s
	return s
}

// keepSplits splits a file again of which an op changed a response, without reading it:
// that nothing else changed was verified; mu is locked.
func (ws *Workspace) keepSplits(before, after []nlg.File, name string) {
	for i := range min(len(before), len(after)) {
		f, g := &before[i], &after[i]
		if g.Path != f.Path || sameBytes(f.Data, g.Data) || draft.IsTest(*f) {
			continue
		}
		known := ws.splitOf(f)
		ws.lend(f, known)
		if s := known.with(g.Data, name); s != nil {
			ws.splits[f.Path] = s
		}
	}
}

// Prepare reads, in the background, what the first step on a response needs to know of its
// file: whoever opens a response may be about to write.
func (ws *Workspace) Prepare(name, path string) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	i := find(ws.files, path)
	if i < 0 || ws.preparing {
		return
	}
	f := ws.files[i]
	if known := ws.splits[path]; known != nil && sameBytes(known.data, f.Data) {
		return
	}
	ws.preparing = ws.all.begin(func() {
		compile := ws.all.cfg.Options.Compile
		split := splitOf(&f, responses.Options{Env: compile.Env, EnvAllowed: compile.EnvAllowed})
		ws.all.cfg.Store.Prepare(f, name)
		ws.mu.Lock()
		defer ws.mu.Unlock()
		ws.preparing = false
		if i := find(ws.files, path); i >= 0 && sameBytes(ws.files[i].Data, f.Data) {
			ws.splits[path] = split
			ws.lend(&f, split)
		}
	})
}

// lend makes a file in pieces known where it is the base, or shown, so that it is not read
// again for that; mu is locked.
func (ws *Workspace) lend(f *nlg.File, s *split) {
	for _, other := range []struct {
		files  []nlg.File
		splits map[string]*split
	}{{ws.base.all(), ws.baseSplits}, {ws.shownFiles, ws.shownSplits}} {
		if known := other.splits[f.Path]; known != nil && sameBytes(known.data, f.Data) {
			continue
		}
		if i := find(other.files, f.Path); i >= 0 && sameBytes(other.files[i].Data, f.Data) {
			other.splits[f.Path] = s
		}
	}
}

// patchesOf returns the responses of a file that differ; not ok if more than they do.
func patchesOf(was, now *split, f *nlg.File) (patches []view.Patch, ok bool) {
	if !was.ok || !now.ok || was.rest != now.rest {
		return nil, false
	}
	for name, p := range now.pieces {
		if old, had := was.pieces[name]; !had || old.text != p.text {
			patches = append(patches, view.Patch{Name: name, File: now.alone(f, name)})
		}
	}
	for name := range was.pieces {
		if _, has := now.pieces[name]; !has {
			patches = append(patches, view.Patch{Name: name, Gone: true})
		}
	}
	return patches, true
}
