package branch

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"nlgserver/internal/gittest"
)

const secret = "s3cr3t/töken+%"

// told returns everything that a branch says of itself.
func told(t *testing.T, b *Branch) string {
	t.Helper()
	_, found := b.Fetch(t.Context())
	s := b.State()
	text := b.String() + s.URL + s.Ref + s.Problem
	for _, d := range found {
		text += d.String() + d.Hint
	}
	return text
}

// TestCredentials gives those of the URL and of a token file to the repository, also a
// renewed one; and nobody else learns them.
func TestCredentials(t *testing.T) {
	a := newAuthor(t, map[string]string{"a.yml": "one"})
	w := a.serveWeb()
	w.password.Store(secret)
	host := strings.TrimPrefix(w.URL, "http://")
	within := "git+http://ann:s3cr3t%2Ft%C3%B6ken+%25@" + host + "/repo.git?ref=main"
	file := filepath.Join(t.TempDir(), "token")
	write := func(token string) {
		if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(secret)
	dir := t.TempDir()
	w.user.Store("ann")
	b := open(t, within, Options{Dir: dir})
	if got := text(t, b); got != "one" {
		t.Errorf("%q", got)
	}
	w.user.Store(defaultUser)
	c := open(t, w.url("?ref=main"), Options{Dir: dir, TokenFile: file})
	if got := text(t, c); got != "one" {
		t.Errorf("%q", got)
	}
	all := told(t, b) + told(t, c)

	// The host repeats the credentials in its refusal.
	w.password.Store("renewed")
	d := refused(t, c)
	if d.Message != "cannot be read: the repository refuses the credentials" {
		t.Errorf("%+v", d)
	}
	all += told(t, b) + told(t, c) + d.Message
	write("renewed")
	text(t, c)
	if d := refused(t, open(t, w.url("?ref=main"), Options{})); !strings.Contains(d.Message, "asks for credentials") {
		t.Errorf("%+v", d)
	}
	write("")
	if d := refused(t, c); !strings.Contains(d.Message, "is empty") {
		t.Errorf("%+v", d)
	}
	if strings.Contains(all, "s3cr3t") {
		t.Errorf("credentials are told: %s", all)
	}
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if strings.Contains(string(data), "s3cr3t") {
			t.Errorf("%s has them", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestArguments keeps credentials out of the arguments of git, which all users of a machine
// can see, and other secrets of this program out of its environment.
func TestArguments(t *testing.T) {
	t.Setenv("NLG_TOKEN", "other-"+secret)
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "http.proxy")
	t.Setenv("GIT_CONFIG_VALUE_0", "proxy")
	b := open(t, "git+https://ann:s3cr3t@host/repo.git?ref=main", Options{})
	way := reach{remote: true, partial: true, secret: credentials{"ann", "s3cr3t"}}
	cmd := b.command(t.Context(), "", b.environment(way), []string{"ls-remote", remoteName})
	if args := strings.Join(cmd.Args, " "); strings.Contains(args, "s3cr3t") || strings.Contains(args, "host") {
		t.Errorf("arguments %s", args)
	}
	where := ""
	for _, v := range cmd.Env {
		name, value, _ := strings.Cut(v, "=")
		if strings.Contains(value, "s3cr3t") {
			where += name + " "
		}
	}
	if where != passwordVariable+" " {
		t.Errorf("the secrets are in %s", where)
	}
	env := strings.Join(cmd.Env, "\n") + "\n"
	for _, want := range []string{"GIT_CONFIG_KEY_0=http.proxy\n", "GIT_CONFIG_KEY_1=core.hooksPath\n", "GIT_ALLOW_PROTOCOL=https\n", "GIT_TERMINAL_PROMPT=0\n"} {
		if !strings.Contains(env, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, v := range b.environment(reach{}) {
		if strings.Contains(v, "s3cr3t") {
			t.Errorf("reading gets %s", v)
		}
	}
}

// TestElsewhere gives credentials to no other host, when one sends git on to it.
func TestElsewhere(t *testing.T) {
	gittest.Need(t)
	var got atomic.Value
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if given := r.Header.Get("Authorization"); given != "" {
			got.Store(given)
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
		http.Error(w, "who are you?", http.StatusUnauthorized)
	}))
	defer other.Close()
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.String(), http.StatusFound)
	}))
	defer first.Close()
	b := open(t, "git+http://ann:s3cr3t@"+strings.TrimPrefix(first.URL, "http://")+"/repo.git", Options{})
	if d := refused(t, b); got.Load() != nil || !strings.Contains(d.Message, "asks for credentials") {
		t.Errorf("the other host gets %v; %+v", got.Load(), d)
	}
}

func TestRedact(t *testing.T) {
	c := credentials{"ann", secret}
	for _, said := range []string{secret, "s3cr3t%2Ft%C3%B6ken%2B%25", "YW5uOnMzY3IzdC90w7ZrZW4rJQ=="} {
		if got := redact("it says "+said+"!", c); got != "it says ***!" {
			t.Errorf("%q", got)
		}
	}
	if got := quoted("remote: \x1b[31mred\nwarning: no\nfatal: why\x00 not\n"); got != "remote:  [31mred; why  not" {
		t.Errorf("%q", got)
	}
}
