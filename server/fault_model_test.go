package server

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// theFiles are the files of a [site], and the responses in them.
const (
	plainFile  = "plain.yml"
	belowFile  = "sub/below.yml"
	linkedFile = "linked.yml"
)

// site is content on disk that may change in any way.
type site struct {
	*rapid.T
	dir, away string
	saves     int
	// files has the number in the texts of each existing file, or brokenFile or
	// emptyFile.
	files map[string]int
	gone  bool // the directory is moved away
	dark  bool // the plain file cannot be read
	// standIn is the number in a file that replaces the directory; 0 for none.
	standIn int
	// emptied is the content in the middle of the last step, when the file being
	// written was still empty; nil if that content was not good.
	emptied map[string]int
}

// The states of a file without a number.
const (
	brokenFile = -1
	emptyFile  = -2
)

// want is what should be served, and whether the content is good.
func (s *site) want() (map[string]int, bool) {
	if s.standIn > 0 {
		return map[string]int{plainFile: s.standIn}, true
	}
	said := maps.Clone(s.files)
	maps.DeleteFunc(said, func(_ string, number int) bool { return number == emptyFile })
	return said, !s.gone && !s.dark && len(said) > 0 && !slices.Contains(slices.Collect(maps.Values(said)), brokenFile)
}

func (s *site) path(name string) string { return filepath.Join(s.dir, name) }

func (s *site) do(errs ...error) {
	s.Helper()
	for _, err := range errs {
		if err != nil {
			s.Fatal(err)
		}
	}
}

// text is the next save of a file.
func (s *site) text(file string) string {
	s.saves++
	return fmt.Sprintf("responses:\n  %s:\n    - text: \"save %d\"\n", responseOf(file), s.saves)
}

func responseOf(file string) string {
	return "utter_" + strings.TrimSuffix(filepath.Base(file), ".yml")
}

// save writes to a file in place, as a shell does. number is the one in its
// text.
func (s *site) save(file, text string, number int) {
	if s.dark && file == plainFile {
		s.do(os.Chmod(s.path(file), 0o600))
		s.dark = false
	}
	s.files[file] = emptyFile
	if said, good := s.want(); good {
		s.emptied = said
	}
	s.do(os.MkdirAll(filepath.Dir(s.path(file)), 0o700), os.WriteFile(s.path(file), []byte(text), 0o600))
	s.files[file] = number
}

func (s *site) writeGood()  { s.save(plainFile, s.text(plainFile), s.saves) }
func (s *site) writeBelow() { s.save(belowFile, s.text(belowFile), s.saves) }
func (s *site) writeBad() {
	bad := []string{"responses: [\n", "responses:\n  utter_plain:\n    - text: Hi: there\n", "\x00", strings.Repeat("[", 20_000)}
	s.save(plainFile, rapid.SampledFrom(bad).Draw(s.T, "bad"), brokenFile)
}

// writeEmpty empties the file: allowed among other files, but not alone.
func (s *site) writeEmpty() { s.save(plainFile, "", emptyFile) }

func (s *site) writeHalf() {
	text := s.text(plainFile)
	s.save(plainFile, text[:len(text)-len(`"`)-rapid.IntRange(1, 4).Draw(s.T, "missing")], brokenFile)
}

func (s *site) renameOver() {
	s.do(os.WriteFile(s.path("plain.tmp"), []byte(s.text(plainFile)), 0o600), os.Rename(s.path("plain.tmp"), s.path(plainFile)))
	s.files[plainFile], s.dark = s.saves, false
}

func (s *site) remove(file string) {
	s.do(os.RemoveAll(s.path(file)))
	delete(s.files, file)
	s.dark = s.dark && file != plainFile
}

// swapLink makes the link point to the next version, as the kubelet does.
func (s *site) swapLink() {
	text := s.text(linkedFile)
	next := fmt.Sprintf("..v%d", s.saves)
	s.do(os.Mkdir(s.path(next), 0o700), os.WriteFile(filepath.Join(s.path(next), linkedFile), []byte(text), 0o600),
		os.Symlink(next, s.path("..tmp")), os.Rename(s.path("..tmp"), s.path("..data")))
	if _, there := s.files[linkedFile]; !there {
		s.do(os.Symlink("..data/"+linkedFile, s.path(linkedFile)))
	}
	s.files[linkedFile] = s.saves
}

// aDirectory replaces the plain file with an empty directory of the same name.
func (s *site) aDirectory() {
	s.remove(plainFile)
	s.do(os.Mkdir(s.path(plainFile), 0o700))
}

func (s *site) moveAway() { s.do(os.Rename(s.dir, s.away)); s.gone = true }

// standFor creates a file under the name of the directory that was moved away.
func (s *site) standFor() {
	s.do(os.WriteFile(s.dir, []byte(s.text(plainFile)), 0o600))
	s.standIn = s.saves
}

func (s *site) restore() {
	s.do(os.RemoveAll(s.dir), os.Rename(s.away, s.dir))
	s.gone, s.standIn = false, 0
}

// actions are the possible steps. A step that is not possible now is skipped.
func (s *site) actions() map[string]func(*rapid.T) {
	when := func(possible func() bool, step func()) func(*rapid.T) {
		return func(t *rapid.T) {
			if !possible() {
				t.Skip("not now")
			}
			s.T, s.emptied = t, nil
			if info, err := os.Lstat(s.path(plainFile)); err == nil && info.IsDir() {
				s.do(os.Remove(s.path(plainFile)))
			}
			step()
		}
	}
	here := func() bool { return !s.gone }
	readable := func() bool { _, there := s.files[plainFile]; return !s.gone && !s.dark && there }
	actions := map[string]func(*rapid.T){
		"write good":       when(here, s.writeGood),
		"write bad":        when(here, s.writeBad),
		"write empty":      when(here, s.writeEmpty),
		"half-written":     when(here, s.writeHalf),
		"write below":      when(here, s.writeBelow),
		"rename over":      when(here, s.renameOver),
		"delete":           when(here, func() { s.remove(plainFile) }),
		"delete below":     when(here, func() { s.do(os.RemoveAll(s.path("sub"))); delete(s.files, belowFile) }),
		"symlink swap":     when(here, s.swapLink),
		"unlink":           when(here, func() { s.remove(linkedFile) }),
		"become directory": when(here, s.aDirectory),
		"touch":            when(readable, func() { s.do(os.Chtimes(s.path(plainFile), time.Now(), time.Now())) }),
		"move all away":    when(here, s.moveAway),
		"stand in":         when(func() bool { return s.gone }, s.standFor),
		"restore":          when(func() bool { return s.gone }, s.restore),
	}
	if os.Geteuid() != 0 { // the superuser can read it anyway
		actions["chmod 000"] = when(readable, func() { s.do(os.Chmod(s.path(plainFile), 0)); s.dark = true })
	}
	return actions
}

// TestContentModel is the row "rapid state machine": whatever happens to the
// content, in any order, the replies over HTTP are those of a model of two lines.
// Half of the steps are found by a requested reload, half by the watch alone. Root
// skips chmod 000: see TestContentModelOfAnotherUser.
func TestContentModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		base := t.TempDir()
		s := &site{T: rt, dir: filepath.Join(base, "content"), away: filepath.Join(base, "away"), files: map[string]int{}}
		s.do(os.Mkdir(s.dir, 0o700))
		s.writeGood()
		a, err := New(Options{Paths: []string{s.dir}, Listen: "127.0.0.1:0", Poll: -1, Debounce: time.Millisecond, DebounceRemovals: 2 * time.Millisecond})
		s.do(err, a.Start(context.Background()))
		defer func() {
			if err := a.Stop(context.Background()); err != nil {
				rt.Error(err)
			}
		}()
		r := &running{a, t, &syncBuffer{}}
		var served map[string]int

		actions := s.actions()
		actions["reload"] = func(*rapid.T) {}
		actions[""] = func(rt *rapid.T) {
			want, good := s.want()
			if good {
				served = want // the whole model
			}
			// If a step ends with bad content, good content that was served for a
			// moment in the middle of it stays.
			served = r.agrees(rt, served, s.emptied, good, rapid.Bool().Draw(rt, "asks"))
		}
		rt.Repeat(actions)
	})
}

// agrees checks that the server serves what it should, at once after a reload,
// otherwise soon, and returns what it serves. After bad content that is what was
// served before: served, or middle, if that is not nil.
func (r *running) agrees(rt *rapid.T, served, middle map[string]int, good, reload bool) map[string]int {
	if reload {
		want := http.StatusOK
		if !good {
			want = http.StatusUnprocessableEntity
		}
		if status, body := r.post("/-/reload", ""); status != want {
			rt.Fatalf("reload: %d %s, want %d", status, body, want)
		}
	}
	var said map[string]int
	var stale bool
	for began := time.Now(); ; time.Sleep(time.Millisecond) {
		said, stale = r.saves(rt), r.status().Stale
		asBefore := maps.Equal(said, served) || !good && middle != nil && maps.Equal(said, middle)
		if asBefore && stale == !good {
			break
		}
		if reload || time.Since(began) > time.Minute {
			rt.Fatalf("serves %v, stale %v; want %v, %v", said, stale, served, !good)
		}
	}
	if got := r.readyStatus(); got != http.StatusOK {
		rt.Fatalf("unready: %d", got)
	}
	return said
}

// saves asks for every response, and returns which save of which file is
// served.
func (r *running) saves(rt *rapid.T) map[string]int {
	said := map[string]int{}
	for _, file := range [...]string{plainFile, belowFile, linkedFile} {
		switch status, body := r.post("/nlg", `{"response": "`+responseOf(file)+`"}`); status {
		case http.StatusOK:
			var number int
			if _, err := fmt.Sscanf(body, `{"text":"save %d"}`, &number); err != nil {
				rt.Fatalf("%s: %s", file, body)
			}
			said[file] = number
		case http.StatusNotFound:
		default:
			rt.Fatalf("%s: %d %s", file, status, body)
		}
	}
	return said
}
