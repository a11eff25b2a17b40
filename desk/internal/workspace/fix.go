package workspace

import (
	"bytes"
	"context"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// maxWhole is how large a file is, in bytes, whose responses are not on lines of their own
// and of which fixes are tried as a whole.
const maxWhole = 64 << 10

// Offer adds the fixes of the findings of a response that is shown.
func (ws *Workspace) Offer(ctx context.Context, r *view.Response) {
	shown := ws.Shown()
	if shown == nil || shown.Version() != r.Version || !r.Proposed() {
		return
	}
	if file, ok := ws.alone(shown, r.Position.File, r.Name); ok {
		shown.Offer(ctx, r, file)
	}
}

// maxListed is how many bytes of responses a list compiles to find the fixes of its
// findings.
const maxListed = 512 << 10

// OfferList adds the fixes of the findings of a list of what is shown.
func (ws *Workspace) OfferList(ctx context.Context, l *view.List) {
	shown := ws.Shown()
	if shown == nil || shown.Version() != l.Version {
		return
	}
	left := maxListed
	for i := range l.Rows {
		row := &l.Rows[i]
		if !row.Proposed() {
			continue
		}
		file, ok := ws.alone(shown, row.Position.File, row.Name)
		if left -= len(file.Data); left < 0 || ctx.Err() != nil {
			return
		}
		if ok {
			shown.OfferRow(ctx, row, file)
		}
	}
}

// alone returns the file of a response with nothing but it, if that can be said; not ok
// if the content has changed since it was shown.
func (ws *Workspace) alone(shown *view.Content, path, name string) (nlg.File, bool) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	i := find(ws.files, path)
	// A check that has ended meanwhile may have left the same content in another value.
	if ws.shown == nil || ws.shown.Version() != shown.Version() || i < 0 || i >= len(ws.shownFiles) || ws.shownFiles[i].Path != path || !sameBytes(ws.shownFiles[i].Data, ws.files[i].Data) {
		return nlg.File{}, false
	}
	for j := range ws.files {
		// A response of several files is one of several languages, which are compared.
		if j != i && bytes.Contains(ws.files[j].Data, []byte(name+":")) && !draft.IsTest(ws.files[j]) {
			return nlg.File{}, false
		}
	}
	f := &ws.files[i]
	s := ws.splitOf(f)
	if _, has := s.pieces[name]; s.ok && has {
		return s.alone(f, name), true
	}
	return *f, len(f.Data) <= maxWhole
}
