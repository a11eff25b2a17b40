package main

import (
	"bytes"
	"os"
	"testing"
)

// TestUseColor checks that color is used on terminals that support it, unless the
// flag decides.
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
		t.Error("color in a buffer")
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
