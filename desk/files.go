package desk

import (
	"net/http"

	"nlgserver/desk/internal/workspace"
)

// editedReply is the draft after an edit of a file's text, and the file without the text.
type editedReply struct {
	Draft *workspace.Draft `json:"draft"`
	File  *workspace.File  `json:"file"`
}

// file answers with the text of a file: with the draft of who writes, and as it is for who
// only reads.
func (d *Desk) file(w http.ResponseWriter, r *http.Request, s *session) error {
	q := r.URL.Query()
	found, err := d.fileOf(w, s, q.Get("path"))
	if err != nil {
		return d.unchanged(w, err)
	}
	if found == nil {
		return nil
	}
	if found.Version == q.Get("known") {
		found.Text = nil
	}
	return reply(w, r, found)
}

// fileOf returns a file; nil if there is no content yet, and then the request is refused.
func (d *Desk) fileOf(w http.ResponseWriter, s *session, path string) (*workspace.File, error) {
	if d.work != nil && !d.cfg.ReadOnly && s.role.may(Author) {
		ws, err := d.mine(w, s)
		if ws == nil {
			return nil, err
		}
		return ws.File(path)
	}
	base := d.content.current().base
	if base == nil {
		refuse(w, codeContentLoading, "try again in a moment, or wait for the event")
		return nil, nil
	}
	return base.File(path)
}

func (d *Desk) editFile(w http.ResponseWriter, r *http.Request, s *session) error {
	var asked struct {
		Path       string `json:"path"`
		Text       string `json:"text"`
		WasVersion string `json:"was_version"`
	}
	if !readBodyOf(w, r, &asked, maxText) {
		return nil
	}
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	edited, err := ws.EditText(asked.Path, asked.Text, asked.WasVersion)
	if err != nil {
		return d.unchanged(w, err)
	}
	edited.Text = nil // who sent it has it
	out, err := d.draftOf(ws, s)
	if err != nil {
		return err
	}
	return reply(w, r, editedReply{out, edited})
}

// completions answers with what an editor offers.
func (d *Desk) completions(w http.ResponseWriter, r *http.Request, s *session) error {
	if c := d.shown(w, s); c != nil {
		return reply(w, r, c.Completions())
	}
	return nil
}
