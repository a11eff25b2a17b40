package desk

import (
	"encoding/json"
	"testing"

	"nlgserver/desk/internal/workspace"
	"nlgserver/edit"
)

// TestAcceptWhileSomebodyWrites checks that what is accepted is what the draft says then,
// however often it changes meanwhile: there is no moment at which the draft was checked and
// is not any more.
func TestAcceptWhileSomebodyWrites(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	ann.draft()
	ws := o.desk.workspaceOf(&session{user: ann.name, role: Author})
	written, enough := make(chan error, 1), make(chan struct{})
	go func() {
		texts := [...]json.RawMessage{[]byte(`"Hello {name}"`), []byte(`"Hi {name}"`)}
		for n := 0; ; n++ {
			err := ws.Do(edit.Op{Kind: edit.Set, Response: "utter_hi", Number: 1, Path: "text", Value: texts[(n+1)%2], Was: texts[n%2]})
			if err == nil {
				err = ws.Settled(t.Context())
			}
			select {
			case <-enough:
				written <- err
				return
			default:
			}
			if err != nil {
				written <- err
				return
			}
		}
	}()
	for range 300 {
		if err := ws.Accept(t.Context(), []workspace.Case{{File: o.path("hello.nlgtest.yml"), Name: "hi"}}); err != nil {
			t.Fatal(err)
		}
	}
	close(enough)
	if err := <-written; err != nil {
		t.Fatal(err)
	}
}
