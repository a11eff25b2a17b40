package desk

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestFileIsBack reads a file while it is half written, or while another branch is checked
// out. What an author has changed in it is there again once the file is.
func TestFileIsBack(t *testing.T) {
	publishes := func(o *office, ann *hand) {
		o.t.Helper()
		ann.checked()
		ann.ask(http.MethodPost, "publish", `{"override": "a test"}`, 200, nil)
		if got, want := o.read("hello.yml"), strings.Replace(hello, "Goodbye", "See you", 1); got != want {
			o.t.Errorf("published\n%s\nwant\n%s", got, want)
		}
	}
	half, _, _ := strings.Cut(hello, "  utter_bye")
	for name, torn := range map[string]string{
		"empty": "", "broken": "responses:\n  utter_bye: [\n", "half": half, "without its end": strings.TrimSuffix(hello, "  - text: Goodbye\n    channel: slack\n"),
		"another": "responses:\n  utter_x:\n  - text: x\n",
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, nil)
			ann := o.ann()
			ann.set("utter_bye", 2, "Goodbye", "See you")
			o.save("hello.yml", torn)
			o.refresh()
			ann.draft()
			o.save("hello.yml", hello)
			o.refresh()
			if d := ann.draft(); len(d.Conflicts) > 0 || !d.Dirty {
				t.Fatalf("%+v", d)
			}
			publishes(o, ann)
		})
	}
	t.Run("changed", func(t *testing.T) {
		o := newOffice(t, nil)
		ann := o.ann()
		ann.set("utter_bye", 2, "Goodbye", "See you")
		for _, text := range []string{"", strings.Replace(hello, "Goodbye", "Later", 1)} {
			o.save("hello.yml", text)
			o.refresh()
		}
		conflicts := ann.draft().Conflicts
		if len(conflicts) != 1 || conflicts[0].Gone {
			t.Fatalf("%+v", conflicts)
		}
		ref := conflicts[0].Ref
		ann.post("draft/resolve", fmt.Sprintf(`{"ref": {"step": %d, "op": %d}, "choice": {"mine": true}}`, ref.Step, ref.Op))
		publishes(o, ann)
	})
}
