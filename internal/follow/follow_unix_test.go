//go:build unix

package follow

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
)

// TestFollower checks when a changed file of secrets is used, and what is told of
// one that cannot be.
func TestFollower(t *testing.T) {
	const started = "a\nb\n"
	inPlace := func(text string) func(t *testing.T, name string) {
		return func(t *testing.T, name string) { write(t, name, text) }
	}
	renamed := func(text string) func(t *testing.T, name string) {
		return func(t *testing.T, name string) { replace(t, name, text) }
	}
	instead := func(create func(name string) error) func(t *testing.T, name string) {
		return func(t *testing.T, name string) {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			if err := create(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	nothing := func(*testing.T, string) {}
	for _, tt := range []struct {
		name string
		// steps come before a look each; asked is one that somebody waits for.
		steps []func(t *testing.T, name string)
		asked bool
		// want is what was applied or told, by the number of the look.
		want []string
	}{
		{"no change", []func(*testing.T, string){nothing, nothing}, false, nil},
		{"in place: used at the second look", []func(*testing.T, string){inPlace("c\n"), nothing, nothing}, false, []string{"1: c\n"}},
		{"half written, then the rest", []func(*testing.T, string){inPlace("a\n"), inPlace("a\nc"), inPlace("a\nc\nd\n"), nothing, nothing}, false, []string{"3: a\nc\nd\n"}},
		{"half written, then as it was", []func(*testing.T, string){inPlace("a\n"), inPlace(started), nothing}, false, nil},
		{"half written, as it was, and half written again", []func(*testing.T, string){inPlace("a\n"), inPlace(started), inPlace("a\n"), inPlace("a\ne\n"), nothing}, false, []string{"4: a\ne\n"}},
		{"emptied for a moment", []func(*testing.T, string){inPlace(""), inPlace("c\n"), nothing}, false, []string{"2: c\n"}},
		{"renamed: used at once", []func(*testing.T, string){renamed("c\n"), nothing}, false, []string{"0: c\n"}},
		{"asked: used at once", []func(*testing.T, string){inPlace("c\n"), nothing}, true, []string{"0: c\n"}},
		{"a byte order mark", []func(*testing.T, string){renamed("\ufeffc\n")}, false, []string{"0: c\n"}},
		{"a directory", []func(*testing.T, string){instead(func(name string) error { return os.Mkdir(name, 0o700) }), nothing, nothing}, false, []string{"0: error FILE is a directory, not a file"}},
		{"a named pipe", []func(*testing.T, string){instead(func(name string) error { return syscall.Mkfifo(name, 0o600) }), nothing}, false, []string{"0: error FILE is a named pipe, not a file"}},
		{"gone", []func(*testing.T, string){func(t *testing.T, name string) { _ = os.Remove(name) }, nothing}, false, []string{"0: error open FILE: no such file or directory"}},
		{"a device", []func(*testing.T, string){instead(func(name string) error { return os.Symlink("/dev/zero", name) }), nothing}, false, []string{"0: error FILE is a device, not a file"}},
		{"too large", []func(*testing.T, string){renamed(strings.Repeat("x", maxBytes+1)), nothing}, false, []string{"0: error FILE is larger than 1048576 bytes"}},
		{"repaired", []func(*testing.T, string){instead(func(name string) error { return os.Mkdir(name, 0o700) }), instead(func(name string) error { return os.WriteFile(name, []byte("c\n"), 0o600) }), nothing}, false, []string{"0: error FILE is a directory, not a file", "2: c\n"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				name := filepath.Join(t.TempDir(), "secrets")
				write(t, name, started)
				var applied string
				f := New("x", func(data [][]byte) error {
					applied = string(data[0])
					return nil
				}, name)
				if err := f.Start(); err != nil || applied != started {
					t.Fatal(applied, err)
				}
				var got []string
				for i, step := range tt.steps {
					step(t, name)
					changed, err := f.Look(t.Context(), tt.asked)
					switch {
					case err != nil:
						got = append(got, string(rune('0'+i))+": error "+strings.ReplaceAll(err.Error(), name, "FILE"))
					case changed:
						got = append(got, string(rune('0'+i))+": "+applied)
					}
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("%q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestSecretsFromAPipe checks that a pipe is read once, at the start.
func TestSecretsFromAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if _, err := w.WriteString("a\n"); err != nil {
			t.Fatal(err)
		}
		w.Close()
		var applied []string
		f := New("x", func(data [][]byte) error {
			applied = append(applied, string(data[0]))
			return nil
		}, "/dev/fd/"+strconv.Itoa(int(r.Fd())))
		if err := f.Start(); err != nil {
			t.Skip(err) // no such files here
		}
		for range 3 {
			if changed, err := f.Look(t.Context(), true); changed || err != nil {
				t.Errorf("%v, %v", changed, err)
			}
		}
		if !slices.Equal(applied, []string{"a\n"}) {
			t.Errorf("%q", applied)
		}
	})
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// replace replaces a file as a whole.
func replace(t *testing.T, name, text string) {
	t.Helper()
	write(t, name+"~", text)
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
}
