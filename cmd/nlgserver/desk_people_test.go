package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/desk"
)

// TestDeskFollowsUsers checks that a changed file of users is used, and that one with an
// error is reported with its line, while the users that were stay.
func TestDeskFollowsUsers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users")
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(file+"~", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+"~", file); err != nil {
			t.Fatal(err)
		}
	}
	const hash = "$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu"
	save("ann:" + hash + ":author\n")
	var out bytes.Buffer
	cfg := desk.Config{Log: slog.New(slog.NewTextHandler(&out, nil))}
	team := deskTeam{users: file, defaultRole: "reader"}
	followed, _, err := team.read(&cfg)
	if err != nil || len(followed) != 1 {
		t.Fatal(err)
	}
	for _, step := range []struct {
		text string
		// users is how many have a password then, and said is what the log says.
		users int
		said  string
	}{
		{"ann:" + hash + ":author\nbob:" + hash + "\n", 2, ""},
		{"ann:" + hash + "\n", 1, `\"ann\" has no role any more`},
		{"ann:secret\n", 1, `change rejected; the last good version stays in use" setting=--users error="` + file + `:1:5: the password of \"ann\" is not hashed with bcrypt; run htpasswd -B -C 12 `},
		{"", 1, "has no users"},
		{"ann:" + hash + ":author\nbob:" + hash + ":author\neve:" + hash + ":reader\n", 3, ""},
	} {
		save(step.text)
		out.Reset()
		lookAt(t.Context(), followed, cfg.Log)
		if got := out.String(); step.said == "" && got != "" || !strings.Contains(got, step.said) || strings.Contains(got, "secret") {
			t.Errorf("%q: %s", step.text, got)
		}
		if got := cfg.People.Users.Passwords(); got != step.users {
			t.Errorf("%q: %d users", step.text, got)
		}
	}
}

// TestDeskFollowsMountedUsers checks that users are read again when they are replaced as
// Kubernetes does with a mounted secret: by another target of a link to a directory.
func TestDeskFollowsMountedUsers(t *testing.T) {
	dir := t.TempDir()
	const hash = "$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu"
	mount := func(version, text string) {
		t.Helper()
		if err := os.Mkdir(filepath.Join(dir, version), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, version, "users"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(version, filepath.Join(dir, "..data_tmp")); err != nil {
			t.Skip(err)
		}
		if err := os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")); err != nil {
			t.Fatal(err)
		}
	}
	mount("..1", "ann:"+hash+":author\n")
	file := filepath.Join(dir, "users")
	if err := os.Symlink(filepath.Join("..data", "users"), file); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cfg := desk.Config{Log: slog.New(slog.NewTextHandler(&out, nil))}
	team := deskTeam{users: file, defaultRole: "reader"}
	followed, _, err := team.read(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	mount("..2", "ann:"+hash+":author\nbob:"+hash+":author\n")
	lookAt(t.Context(), followed, cfg.Log)
	if got := cfg.People.Users.Passwords(); got != 2 || out.Len() > 0 {
		t.Errorf("%d users: %s", got, &out)
	}
	// What is gone, or too large, changes nothing, and is reported once.
	mount("..3", strings.Repeat("#", 1<<20+1))
	for range 3 {
		lookAt(t.Context(), followed, cfg.Log)
	}
	if got := cfg.People.Users.Passwords(); got != 2 || strings.Count(out.String(), "is larger than 1048576 bytes") != 1 {
		t.Errorf("%d users: %s", got, &out)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	for range 3 {
		lookAt(t.Context(), followed, cfg.Log)
	}
	if got := cfg.People.Users.Passwords(); got != 2 || strings.Count(out.String(), "level=ERROR") != 1 {
		t.Errorf("%d users: %s", got, &out)
	}
}
