package reload_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// disk is content on a real disk, and its model: a plain file, one in a
// subdirectory, and one that a ..data link leads to.
type disk struct {
	dir, away string
	saves     int
	// texts by name, as a reader would see them; nil means no such file.
	plain, below, linked *string
	gone                 bool // the directory was moved away
	dark                 bool // the plain file cannot be read
}

// want is the first line of the model: the texts, and whether all is good.
func (d *disk) want() (string, bool) {
	var texts []string
	good := !d.gone
	for _, text := range []*string{d.linked, d.plain, d.below} { // in loading order: linked.yml, plain.yml, sub/below.yml
		if text != nil {
			texts = append(texts, *text)
			good = good && whole.MatchString(*text)
		}
	}
	return strings.Join(texts, " "), good && len(texts) > 0 && (!d.dark || d.plain == nil)
}

func (d *disk) path(name string) string { return filepath.Join(d.dir, name) }

func (d *disk) text() string { d.saves++; return fmt.Sprintf("say(%d)", d.saves) }

// actions returns what may happen to content. An action that cannot happen now
// is skipped.
func (d *disk) actions(t *rapid.T) map[string]func(*rapid.T) {
	do := func(errs ...error) {
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	here := func(step func(*rapid.T)) func(*rapid.T) {
		return func(t *rapid.T) {
			if d.gone {
				t.Skip("there is no directory")
			}
			step(t)
		}
	}
	write := func(name string, model **string, text string) {
		do(os.WriteFile(d.path(name), []byte(text), 0o644))
		*model = &text
	}
	actions := map[string]func(*rapid.T){
		"write good":   here(func(*rapid.T) { write("plain.yml", &d.plain, d.text()) }),
		"write bad":    here(func(*rapid.T) { write("plain.yml", &d.plain, "shout("+d.text()+")") }),
		"half-written": here(func(*rapid.T) { text := d.text(); write("plain.yml", &d.plain, text[:len(text)-2]) }),
		"write below":  here(func(*rapid.T) { do(os.MkdirAll(d.path("sub"), 0o755)); write("sub/below.yml", &d.below, d.text()) }),
		"rename over": here(func(*rapid.T) {
			text := d.text()
			do(renameOver(d.path("plain.yml"), text))
			d.plain, d.dark = &text, false
		}),
		"delete":       here(func(*rapid.T) { do(os.RemoveAll(d.path("plain.yml"))); d.plain, d.dark = nil, false }),
		"delete below": here(func(*rapid.T) { do(os.RemoveAll(d.path("sub"))); d.below = nil }),
		"symlink swap": here(func(*rapid.T) {
			text, next := d.text(), fmt.Sprintf("..v%d", d.saves)
			do(os.Mkdir(d.path(next), 0o755), os.WriteFile(d.path(next+"/linked.yml"), []byte(text), 0o644), pointLink(d.path("..data"), next))
			if d.linked == nil {
				do(os.Symlink("..data/linked.yml", d.path("linked.yml")))
			}
			d.linked = &text
		}),
		"unlink": here(func(*rapid.T) { do(os.RemoveAll(d.path("linked.yml"))); d.linked = nil }),
		"touch": here(func(t *rapid.T) {
			if d.plain == nil {
				t.Skip("there is no file")
			}
			do(os.Chtimes(d.path("plain.yml"), time.Now(), time.Now()))
		}),
		"restore": func(t *rapid.T) {
			if !d.gone {
				t.Skip("the directory is there")
			}
			do(os.Rename(d.away, d.dir))
			d.gone = false
		},
		"delete all": here(func(*rapid.T) { do(os.Rename(d.dir, d.away)); d.gone = true }),
	}
	if os.Geteuid() != 0 {
		// The superuser can read it nevertheless.
		actions["chmod 000"] = here(func(t *rapid.T) {
			if d.plain == nil {
				t.Skip("there is no file")
			}
			do(os.Chmod(d.path("plain.yml"), 0))
			d.dark = true
		})
		for _, name := range []string{"write good", "write bad", "half-written"} {
			step := actions[name]
			actions[name] = here(func(t *rapid.T) {
				if d.dark {
					do(os.Chmod(d.path("plain.yml"), 0o644))
					d.dark = false
				}
				step(t)
			})
		}
	}
	return actions
}

// TestServesWhatTheModelSays lets anything happen to the content, in any
// order, and compares after each step. Some steps are found by a reload that the
// test asks for, others by the watch alone.
func TestServesWhatTheModelSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		base := t.TempDir()
		d := &disk{dir: filepath.Join(base, "content"), away: filepath.Join(base, "away")}
		mustDo(t, os.Mkdir(d.dir, 0o755))
		checked := &cleaner{TB: t}
		defer checked.clean()
		l := serve(checked, 2*time.Millisecond, d.dir)
		served := ""

		actions := d.actions(rt)
		actions["reload"] = func(*rapid.T) {}
		actions[""] = func(rt *rapid.T) {
			text, good := d.want()
			if good {
				served = text // the second line of the model
			}
			if rapid.Bool().Draw(rt, "reload") {
				l.reload(rt)
				if l.text() != served || l.Status().Stale == good {
					rt.Fatalf("serves %q, stale %v; want %q, %v", l.text(), l.Status().Stale, served, !good)
				}
				return
			}
			for began := time.Now(); l.text() != served || l.Status().Stale == good; time.Sleep(time.Millisecond) {
				if time.Since(began) > time.Minute {
					rt.Fatalf("the watch alone: serves %q, stale %v; want %q, %v", l.text(), l.Status().Stale, served, !good)
				}
			}
		}
		rt.Repeat(actions)
	})
}

// cleaner runs the cleanups of one history at its end, not at that of the test,
// because there are a hundred histories.
type cleaner struct {
	testing.TB
	cleanups []func()
}

// Cleanup adds f to those that clean calls.
func (c *cleaner) Cleanup(f func()) { c.cleanups = append(c.cleanups, f) }

func (c *cleaner) clean() {
	for _, f := range slices.Backward(c.cleanups) {
		f()
	}
}
