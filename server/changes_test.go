package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nlgserver/nlg"
)

// named returns a file of one response for each name.
func named(names ...string) string {
	text := "responses:\n"
	for _, name := range names {
		text += "  utter_" + name + ":\n    - text: " + name + "\n"
	}
	return text
}

// TestChangesAreTold checks that the log, the status and the reply to a reload
// tell how many responses a change added, changed and removed, and which.
func TestChangesAreTold(t *testing.T) {
	name := filepath.Join(t.TempDir(), "responses.yml")
	write(t, name, named("a", "b", "c", "d", "e"))
	r := startUnwatched(t, name)
	var reloaded struct {
		Changes     *nlg.Changes
		Changed     bool
		Responses   int
		Diagnostics []any
	}
	reload := func() {
		t.Helper()
		code, text := r.post("/-/reload", "")
		if err := json.Unmarshal([]byte(text), &reloaded); err != nil || code != 200 {
			t.Fatalf("%d %s, %v", code, text, err)
		}
	}
	if s := r.Status(); s.Changes != nil || !strings.Contains(r.log.String(), "triggers=[start] responses=5 warnings=0") {
		t.Errorf("at the start: %+v\n%s", s.Changes, r.log)
	}
	write(t, name, strings.Replace(named("a", "f"), "text: a", "text: A", 1))
	reload()
	want := nlg.Changes{Added: 1, Changed: 1, Removed: 4}
	if got := reloaded; !got.Changed || got.Responses != 2 || counts(got.Changes) != counts(&want) || got.Diagnostics == nil {
		t.Errorf("the reply: %+v", got)
	}
	line := `responses=2 added=1 changed=1 removed=4 what="added utter_f; changed utter_a; removed utter_b, utter_c, utter_d and 1 more"`
	if !strings.Contains(r.log.String(), line) {
		t.Errorf("no line with %s:\n%s", line, r.log)
	}
	if got := r.Status().Changes; counts(got) != counts(&want) {
		t.Errorf("the status: %+v", got)
	}
	// The status is about what is live, the reply about the attempt.
	reload()
	if got := reloaded; got.Changed || got.Responses != 2 || counts(got.Changes) != "0 0 0" {
		t.Errorf("the second reply: %+v", got)
	}
	if got := r.Status().Changes; counts(got) != counts(&want) {
		t.Errorf("the status after another attempt: %+v", got)
	}
}

func counts(c *nlg.Changes) string {
	if c == nil {
		return "none"
	}
	return fmt.Sprint(c.Added, c.Changed, c.Removed)
}

// TestHalfOfASave checks that the half of a file that is valid does not take away
// the other half's responses while the file may still be written, and that the
// log tells it.
func TestHalfOfASave(t *testing.T) {
	name := filepath.Join(t.TempDir(), "responses.yml")
	write(t, name, named("x", "y"))
	r := startWith(t, func(o *Options) { o.Paths = []string{name}; o.DebounceRemovals = time.Hour })
	write(t, name, named("x"))
	r.eventually("the line", func() bool {
		return strings.Contains(r.log.String(), `msg="content lacks responses; it goes live if it stays as it is"`)
	})
	if !r.Catalog().Has("utter_y") || !strings.Contains(r.log.String(), `responses=1 removed=1 what="removed utter_y" wait=1h0m0s`) {
		t.Errorf("%s", r.log)
	}
	write(t, name, named("x", "y", "z"))
	r.eventually("the rest", func() bool { return r.Catalog().Has("utter_z") })
	if strings.Contains(r.log.String(), "removed=1 what=\"removed utter_y\" warnings") {
		t.Errorf("half of the file was live:\n%s", r.log)
	}
	write(t, name, named("x"))
	r.post("/-/reload", "")
	if r.Catalog().Has("utter_y") {
		t.Error("a reload that was asked for waits")
	}
}

// TestSlowOverwrite overwrites a file in place, a piece at a time, each of which
// leaves valid content with fewer responses. None goes live, and the status tells
// why. The writer keeps the file open, or opens it for each piece, so that only its
// growth can be known.
func TestSlowOverwrite(t *testing.T) {
	for _, open := range []bool{true, false} {
		t.Run(fmt.Sprintf("open %v", open), func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "responses.yml")
			write(t, name, named("a", "b", "c", "d"))
			r := startWith(t, func(o *Options) { o.Paths = []string{name}; o.DebounceRemovals = time.Minute })
			add := func(flag int, text string) *os.File {
				f, err := os.OpenFile(name, os.O_WRONLY|flag, 0)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := f.WriteString(text); err != nil {
					t.Fatal(err)
				}
				if !open {
					f.Close()
				}
				return f
			}
			f := add(os.O_TRUNC, "responses:\n  utter_a:\n    - text: a\n")
			reason, since := "", time.Time{}
			for _, next := range []string{"b", "c"} {
				r.eventually("the status tells what waits", func() bool {
					w := r.Status().Waiting
					if w == nil || !w.Since.After(since) {
						return false
					}
					reason, since = w.Reason, w.Since
					return true
				})
				add(os.O_APPEND, "  utter_"+next+":\n    - text: "+next+"\n").Close()
			}
			if !r.Catalog().Has("utter_d") || !strings.Contains(reason, "is open for writing") && reason != "it lacks responses that are live" {
				t.Errorf("%q\n%s", reason, r.log)
			}
			if open {
				f.Close()
			}
			add(os.O_APPEND, "  utter_d:\n    - text: D\n").Close()
			r.eventually("all of it", func() bool {
				_, text := r.post("/nlg", `{"response": "utter_d"}`)
				return strings.Contains(text, `"D"`) && r.Status().Waiting == nil
			})
			if n := strings.Count(r.log.String(), "content is live"); n != 2 {
				t.Errorf("%d contents went live:\n%s", n, r.log)
			}
		})
	}
}

// TestUnusedDefinitionsAreLogged checks that content that goes live names the
// first definitions that are not used.
func TestUnusedDefinitionsAreLogged(t *testing.T) {
	dir := t.TempDir()
	names := strings.Split("abcdefghijkl", "")
	write(t, filepath.Join(dir, "a.yml"), named(names...))
	r := startWith(t, func(o *Options) { o.Paths = []string{dir} })
	if strings.Contains(r.log.String(), "NLG027") {
		t.Fatal(r.log)
	}
	write(t, filepath.Join(dir, "b.yml"), named(names...))
	r.post("/-/reload", "")
	log := r.log.String()
	if got := strings.Count(log, "code=NLG027"); got != mostUnused || !strings.Contains(log, "utter_a") || !strings.Contains(log, "more=2") {
		t.Errorf("%d lines:\n%s", got, log)
	}
}

// TestNotesAreLoggedOnce checks that a warning about where the content comes from
// is logged once for each time that it comes up, and is in the status and in the
// reply to a reload although the content has not changed.
func TestNotesAreLoggedOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	r := startWith(t, func(o *Options) { o.Paths, o.Poll = []string{dir}, 5*time.Millisecond })
	count := func() int { return strings.Count(r.log.String(), "broken link") }
	polls := func() {
		t.Helper()
		seen := r.byDefault().loop.Status().Unchanged
		r.eventually("some polls", func() bool { return r.byDefault().loop.Status().Unchanged > seen+5 })
	}
	link := filepath.Join(dir, "more")
	for i := range 2 {
		if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
			t.Skip(err)
		}
		r.eventually("the warning", func() bool { return count() == i+1 })
		polls()
		if _, text := r.post("/-/reload", ""); !strings.Contains(text, `"changed":false`) || !strings.Contains(text, "broken link") {
			t.Errorf("the reply: %s", text)
		}
		if found := r.Status().LastAttempt.Diagnostics; len(found) != 1 {
			t.Errorf("the status: %v", found)
		}
		if got := count(); got != i+1 {
			t.Errorf("logged %d times, want %d", got, i+1)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
		polls()
	}
}
