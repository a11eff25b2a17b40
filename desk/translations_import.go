package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"

	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
	"nlgserver/edit"
)

const (
	// maxImported is how many translations one step of a draft may write.
	maxImported = 5000
	// maxName is how long the name of a translator's file may be, in bytes.
	maxName = 255
	// mostTries is how often a file is checked anew because its draft changed meanwhile.
	mostTries = 3
)

// importReply is what a file changes, and the draft if it was changed.
type importReply struct {
	*view.Imported
	// Most is how many translations one import may write.
	Most  int              `json:"most"`
	Draft *workspace.Draft `json:"draft,omitempty"`
}

// importTranslations checks a file of a translator, and with apply=1 writes what is good
// in it into the draft, as one step.
func (d *Desk) importTranslations(w http.ResponseWriter, r *http.Request, s *session) error {
	asked, apply, err := readImport(r)
	if err != nil {
		refuse(w, codeQuery, err.Error())
		return nil
	}
	// A form of another page cannot send this type without asking first.
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/octet-stream" {
		refuse(w, codeContentType, "send the file as application/octet-stream")
		return nil
	}
	asked.Data, err = io.ReadAll(http.MaxBytesReader(w, r.Body, view.MaxImport))
	if tooLarge(err) {
		refuse(w, codeBodyTooLarge, fmt.Sprintf("send at most %d bytes", view.MaxImport))
		return nil
	} else if err != nil {
		return nil // the client has gone
	}
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	// Judging a large file takes memory and time: one at a time.
	await(w, r)
	select {
	case d.importing <- struct{}{}:
		defer func() { <-d.importing }()
	case <-r.Context().Done():
		return nil
	}
	found, err := importInto(r.Context(), ws, asked, apply)
	if r.Context().Err() != nil {
		return nil // nobody waits for it any more
	}
	if err != nil {
		return d.notImported(w, err)
	}
	out := importReply{Imported: found, Most: maxImported}
	if apply && found.Written > 0 {
		if out.Draft, err = d.draftOf(ws, s); err != nil {
			return err
		}
	}
	return reply(w, r, out)
}

// notImported answers why a file was not imported.
func (d *Desk) notImported(w http.ResponseWriter, err error) error {
	switch {
	case errors.Is(err, view.ErrFixed), errors.Is(err, view.ErrNotWhole):
		tell(w, problem{Code: codeEditRefused, Detail: err.Error(), Reason: err.Error()})
		return nil
	case errors.Is(err, errTooMany):
		tell(w, problem{Code: codeEditRefused, Detail: err.Error(), Reason: err.Error(), Hint: fmt.Sprintf("import at most %d at a time", maxImported)})
		return nil
	case isLanguage(err):
		return refuseLanguage(w, err)
	}
	return d.unchanged(w, err)
}

var errTooMany = errors.New("the file has too many translations for one step")

// whole is a draft that a file is judged by: a [workspace.Workspace].
type whole interface {
	Whole(ctx context.Context) (c *view.Content, number int, err error)
	DoAt(number int, ops ...edit.Op) error
}

// importInto checks a file against the whole draft as it is now, what was just written
// included, and applies it only to that. If the draft moves meanwhile, the file is checked
// anew; the error is [workspace.ErrMoved] if it moves each time.
func importInto(ctx context.Context, ws whole, asked view.TranslationImport, apply bool) (found *view.Imported, err error) {
	for range mostTries {
		if found, err = importOnce(ctx, ws, asked, apply); !errors.Is(err, workspace.ErrMoved) {
			break
		}
	}
	return found, err
}

func importOnce(ctx context.Context, ws whole, asked view.TranslationImport, apply bool) (*view.Imported, error) {
	c, number, err := ws.Whole(ctx)
	if err != nil {
		return nil, fs.ErrClosed // the desk ends, or nobody waits
	}
	if c == nil {
		return nil, view.ErrNotWhole
	}
	found, err := c.Import(asked)
	if err != nil || !apply || found.Written == 0 {
		return found, err
	}
	if found.Written > maxImported {
		return nil, errTooMany
	}
	return found, ws.DoAt(number, found.Ops...)
}

// readImport reads the query of an import. The error says which parameter is wrong.
func readImport(r *http.Request) (asked view.TranslationImport, apply bool, err error) {
	q := r.URL.Query()
	if asked.Language, err = readLanguage(q); err != nil {
		return asked, false, err
	}
	if asked.Name = q.Get("name"); asked.Name == "" || len(asked.Name) > maxName {
		return asked, false, fmt.Errorf("name: write the name of the file, of at most %d bytes", maxName)
	}
	for name, to := range map[string]*bool{"apply": &apply, "stale": &asked.Policy.Stale, "theirs": &asked.Policy.Theirs, "fuzzy": &asked.Policy.Fuzzy} {
		switch q.Get(name) {
		case "", "0":
		case "1":
			*to = true
		default:
			return asked, false, fmt.Errorf("%s: write 1, or leave it out", name)
		}
	}
	return asked, apply, nil
}
