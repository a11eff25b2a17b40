package desk

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"nlgserver/desk/internal/workspace"
)

func (h *hand) file(path, known string) *workspace.File {
	h.t.Helper()
	var out workspace.File
	h.ask(http.MethodGet, "file?path="+h.path(path)+"&known="+known, "", 200, &out)
	return &out
}

func edited(path, text, was string) string {
	return fmt.Sprintf(`{"path": %q, "text": %q, "was_version": %q}`, path, text, was)
}

// found returns the places and codes of what was found.
func found(f *workspace.File) string {
	var out []string
	for _, one := range f.Findings {
		out = append(out, fmt.Sprintf("%d %s", one.Position.Line, one.Code))
	}
	return strings.Join(out, ", ")
}

// TestFileFindings checks that an edit of a file is answered with what is wrong with it, at
// its place, and that a text that is no YAML is kept.
func TestFileFindings(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	ann.checked()
	first := ann.file("hello.yml", "")
	if *first.Text != hello || first.ReadOnly {
		t.Errorf("%+v", first)
	}
	send := func(text, was string) *workspace.File {
		t.Helper()
		var out editedReply
		ann.ask(http.MethodPost, "draft/file", edited(o.path("hello.yml"), text, was), 200, &out)
		if out.File.Text != nil || out.File.Version != versionOf(text) || out.Draft == nil {
			t.Errorf("%+v", out.File)
		}
		return out.File
	}
	wrong := strings.Replace(hello, "- text: Bye\n", "- text: Bye\n    chanel: slack\n", 1)
	one := send(wrong, first.Version)
	if got := found(one); !strings.Contains(got, "6 NLG") && !strings.Contains(got, "7 NLG") {
		t.Errorf("found %q", got)
	}
	before := found(one)
	moved := send("# one more line\n"+wrong, one.Version)
	for i, f := range moved.Findings {
		if want := one.Findings[i].Position.Line + 1; f.Position.Line != want || f.Source != one.Findings[i].Source {
			t.Errorf("after a line above, %+v is not at line %d", f, want)
		}
	}
	if len(moved.Findings) != len(one.Findings) || before == "" {
		t.Errorf("%q, then %q", before, found(moved))
	}
	ann.checked()
	if got := found(ann.file("hello.yml", "")); got != found(moved) {
		t.Errorf("once checked, %q, before %q", got, found(moved))
	}
	broken := send("[\n"+hello, moved.Version)
	if len(broken.Findings) == 0 || broken.Findings[0].Severity != "error" {
		t.Errorf("%+v", broken.Findings)
	}
	if d := ann.checked(); !d.Check.Rejected || d.Publish.Can {
		t.Errorf("%+v", d.Publish)
	}
	if again := ann.file("hello.yml", ""); *again.Text != "[\n"+hello || len(again.Findings) == 0 {
		t.Errorf("%+v", again)
	}
	if known := ann.file("hello.yml", broken.Version); known.Text != nil {
		t.Error("a text that is known is sent")
	}
	if o.read("hello.yml") != hello {
		t.Error("it was written")
	}
}

// TestFileForReaders checks that readers get the file as it is, and cannot change it.
func TestFileForReaders(t *testing.T) {
	o := newOffice(t, nil)
	ann, bob := o.ann(), o.as("Bob", Reader)
	ann.set("utter_bye", 1, "Bye", "Ciao")
	if got := bob.file("hello.yml", ""); *got.Text != hello || !got.ReadOnly {
		t.Errorf("%+v", got)
	}
	bob.refused("draft/file", edited(o.path("hello.yml"), "", versionOf(hello)), 403, codeReadOnly)
	bob.refused("file?path=/etc/passwd", "", 404, codeUnknownFile)
}

// TestFileThatIsNoText checks that bytes that an editor of text would break are refused.
func TestFileThatIsNoText(t *testing.T) {
	o := newOffice(t, nil)
	o.save("nul.yml", "# a\x00b\n")
	o.save("latin.yml", "# caf\xe9\n")
	o.save("large.yml", strings.Repeat("# "+strings.Repeat("a", 997)+"\n", workspace.MaxText/1000+1))
	o.save("many.yml", "responses:\n  utter_x:\n"+strings.Repeat("  - text: a\n    chanel: b\n", 600))
	o.refresh()
	ann, bob := o.ann(), o.as("Bob", Reader)
	for _, reader := range []*hand{ann, bob} {
		for name, want := range map[string]string{"nul.yml": "NUL byte", "latin.yml": "not UTF-8", "large.yml": "larger than 4 MiB"} {
			if p := reader.refused("file?path="+o.path(name), "", 422, codeEditRefused); !strings.Contains(p.Reason, want) {
				t.Errorf("%s: %+v", name, p)
			}
		}
		if many := reader.file("many.yml", ""); len(many.Findings) > 500 || len(many.Findings) > 0 && len(many.Findings) < 500 && many.More > 0 {
			t.Errorf("%d findings, and %d more", len(many.Findings), many.More)
		}
	}
	for _, text := range []string{"a: \x00", strings.Repeat("a", workspace.MaxText+1)} {
		body := strings.ReplaceAll(edited(o.path("hello.yml"), text, versionOf(hello)), `\x00`, `\u0000`)
		ann.refused("draft/file", body, 422, codeEditRefused)
	}
}
