package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestUseColor: colour is for terminals that want it, unless it is asked for.
func TestUseColor(t *testing.T) {
	terminal, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	check := func(flag string, want bool) {
		t.Helper()
		if got, err := useColor(terminal, flag); got != want || err != nil {
			t.Errorf("--color %s: %t, %v", flag, got, err)
		}
	}
	check(colorAuto, true)
	check(colorNever, false)
	if got, _ := useColor(&bytes.Buffer{}, colorAuto); got {
		t.Error("colour in a buffer")
	}
	t.Setenv("TERM", "dumb")
	check(colorAuto, false)
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "1")
	check(colorAuto, false)
	check(colorAlways, true)
	if _, err := useColor(terminal, "sometimes"); err == nil {
		t.Error("no error")
	}
}

// TestMarkChangesLaw: the parts are the texts; what is not marked is the same
// in both; equal texts have no marks.
func TestMarkChangesLaw(t *testing.T) {
	text := rapid.StringMatching(`([a-cé]{1,2}|[ .\n]){0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		want, got := text.Draw(t, "want"), text.Draw(t, "got")
		old, now := markChanges(want, got)
		join := func(spans []span, unchanged bool) string {
			var b strings.Builder
			for _, s := range spans {
				if !s.changed || !unchanged {
					b.WriteString(s.text)
				}
			}
			return b.String()
		}
		if join(old, false) != want || join(now, false) != got || join(old, true) != join(now, true) {
			t.Fatalf("%q, %q: %v, %v", want, got, old, now)
		}
		if want == got && join(old, true) != want {
			t.Fatalf("%q is marked: %v", want, old)
		}
	})
}
