package branch

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/gittest"
)

func TestAddress(t *testing.T) {
	for _, tt := range []struct{ url, remote, ref, shown, paths string }{
		{"git+https://host/org/repo.git//content?ref=main", "https://host/org/repo.git", "refs/heads/main", "git+https://host/org/repo.git//content?ref=main", "content"},
		{"git+https://host/org/repo.git", "https://host/org/repo.git", "HEAD", "git+https://host/org/repo.git", "."},
		{"git+https://host/repo.git//a,b/c/?ref=release/1.2", "https://host/repo.git", "refs/heads/release/1.2", "git+https://host/repo.git//a,b/c/?ref=release%2F1.2", "a b/c"},
		{"git+https://host/repo.git//a%2Cb?ref=refs/tags/v1", "https://host/repo.git", "refs/tags/v1", "git+https://host/repo.git//a%2Cb?ref=refs%2Ftags%2Fv1", "a,b"},
		{"git+https://ann:pa%20ss@host:8443/repo.git", "https://host:8443/repo.git", "HEAD", "git+https://host:8443/repo.git", "."},
		{"git+ssh://git@host/org/repo.git//content", "ssh://git@host/org/repo.git", "HEAD", "git+ssh://git@host/org/repo.git//content", "content"},
		{"git+file:///srv/repo.git//content?ref=refs/heads/main", "file:///srv/repo.git", "refs/heads/main", "git+file:///srv/repo.git//content?ref=main", "content"},
		{"git://host/repo.git", "git://host/repo.git", "HEAD", "git+git://host/repo.git", "."},
		{"git+http://[::1]:80/repo.git", "http://[::1]:80/repo.git", "HEAD", "git+http://[::1]:80/repo.git", "."},
	} {
		a, err := parse(tt.url)
		if err != nil {
			t.Errorf("%s: %v", tt.url, err)
			continue
		}
		if a.remote != tt.remote || a.ref != tt.ref || a.shown != tt.shown || strings.Join(a.paths, " ") != tt.paths {
			t.Errorf("%s: %+v", tt.url, a)
		}
		if again, err := parse(a.shown); err != nil || again.remote != a.remote || again.ref != a.ref || !slices.Equal(again.paths, a.paths) {
			t.Errorf("%s is shown as %s, which is %+v, %v", tt.url, a.shown, again, err)
		}
	}
}

// hostile are addresses that would do something else than read a branch.
var hostile = []string{
	"", "git+", "git+https://", "git+https:///repo.git", "git+https://host", "git+https://host/", "git+https://host//content",
	"git+ext::sh -c touch% /tmp/x", "git+ext://sh", "git+fd://1/repo", "git+ftp://host/repo.git", "git+transport::address", "https://host/repo.git", "git@host:org/repo.git",
	"git+ssh://-oProxyCommand=touch/repo.git", "git+ssh://git@-oProxyCommand=touch/repo.git", "git+ssh://-l@host/repo.git", "git+ssh://git@host:org/repo.git",
	"git+ssh://a$(touch)@host/repo.git", "git+ssh://git@ho$(touch)st/repo.git", "git+ssh://git:password@host/repo.git", "git+ssh://git@host;touch/repo.git",
	"git+https://host/repo.git?ref=--upload-pack=touch", "git+https://host/repo.git?ref=-x", "git+https://host/repo.git?ref=a..b", "git+https://host/repo.git?ref=a:b",
	"git+https://host/repo.git?ref=+a", "git+https://host/repo.git?ref=a%0ab", "git+https://host/repo.git?ref=a&ref=b", "git+https://host/repo.git?depth=1",
	"git+https://host/repo.git?ref=", "git+https://host/repo.git?ref=a*", "git+https://host/repo.git?ref=0123456789012345678901234567890123456789",
	"git+https://host/repo.git?ref=a.lock", "git+https://host/repo.git?ref=refs/heads/", "git+https://host/repo.git#main", "git+https://host/repo.git//../x", "git+https://host/repo.git//a,../../x",
	"git+https://host/repo.git//a,a/", "git+https://host/repo.git//a%00b", "git+https://host/re%0apo.git", "git+https://host/repo.git//a\nb", `git+https://host\@evil/repo.git`,
	"git+file://host/repo.git", "git+file://ann@/repo.git", "git+https://ho st/repo.git", "git+https://host/" + strings.Repeat("a", maxURL),
	"git+https://user:secret@host:port/repo.git", "git+https://user:sec%ret@host/repo.git", "git://ann:secret@host/repo.git", "git+http://ann:secret@example.com/repo.git", "git+https://a%0ab:secret@host/repo.git",
}

// TestHostileAddress refuses each, and tells no password.
func TestHostileAddress(t *testing.T) {
	for _, url := range hostile {
		b, err := New(url, Options{Dir: t.TempDir()})
		if err == nil {
			t.Errorf("%q is taken: %+v", url, b.at)
		} else if strings.Contains(err.Error(), "sec") {
			t.Errorf("%q: %v", url, err)
		}
	}
}

// TestRefName compares the rules with those of git.
func TestRefName(t *testing.T) {
	gittest.Need(t)
	for _, name := range []string{
		"main", "a/b", "ä", "a-b", "a.b", "v1.0", "@", "a@b", "{", "feature/#12", "a//b", "/a", "a/", ".a", "a/.b", "a..b", "a.", "a.lock", "a.lock/b", "a b", "a\tb", "a~1", "a^", "a:b", "a?", "a*", "a[b", `a\b`, "a@{1}", "a\x7f", "",
	} {
		_, err := refName(name)
		knows := exec.CommandContext(t.Context(), "git", "check-ref-format", "refs/heads/"+name).Run()
		if (err == nil) != (knows == nil) {
			t.Errorf("%q: %v, git: %v", name, err, knows)
		}
	}
	for _, name := range []string{"-a", "a/-b", strings.Repeat("a", maxRef), "refs", "refs/../x"} {
		_, err := refName(name)
		if (err == nil) != (name == "refs") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, url := range hostile {
		f.Add(url)
	}
	f.Add("git+https://ann:secret@host/org/repo.git//a,b?ref=main")
	f.Fuzz(func(t *testing.T, url string) {
		a, err := parse(url)
		if err != nil {
			return
		}
		for _, text := range append([]string{a.remote, a.ref}, a.paths...) {
			if text == "" || text[0] == '-' && text != a.paths[0] && !slices.Contains(a.paths, text) || strings.ContainsAny(text, "\x00\n") {
				t.Errorf("%q: %q", url, text)
			}
		}
		again, err := parse(a.shown)
		if err != nil || again.remote != a.remote || again.ref != a.ref || !slices.Equal(again.paths, a.paths) || again.password != "" {
			t.Errorf("%q is shown as %q, which is %+v, %v", url, a.shown, again, err)
		}
	})
}
