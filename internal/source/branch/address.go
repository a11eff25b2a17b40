package branch

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"slices"
	"strings"
)

const (
	prefix = "git+"
	// maxURL and maxPaths bound an address.
	maxURL   = 4 << 10
	maxPaths = 100
	// head is what a repository without a named branch is read at.
	head = "HEAD"
)

// transports are how git may reach a repository.
var transports = []string{"https", "ssh", "file", "http", "git"}

// Is reports whether a text is meant to be the address of a branch.
func Is(text string) bool {
	return strings.HasPrefix(text, prefix) || strings.HasPrefix(text, "git://")
}

// address is where the content is.
type address struct {
	scheme string
	// remote is the URL for git, without a password.
	remote string
	// site is the scheme and host that credentials are for; empty if there is none.
	site           string
	user, password string
	// ref is the full name of the branch, or HEAD; branch is as people say it.
	ref, branch string
	// paths are relative to the root of the repository.
	paths []string
	// shown is the address without credentials.
	shown string
}

// parse reads an address. No error quotes it: it may have a password.
func parse(text string) (*address, error) {
	if len(text) > maxURL {
		return nil, fmt.Errorf("the git URL is longer than %d bytes", maxURL)
	}
	if !Is(text) {
		return nil, errors.New("a git URL starts with git+https://, git+ssh://, git+file://, git+http:// or git://")
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' }) {
		return nil, errors.New("the git URL has a blank, a control character or a backslash: write it as %20 and so on")
	}
	u, err := url.Parse(strings.TrimPrefix(text, prefix))
	if err != nil {
		return nil, errors.New("the git URL is malformed: write git+https://host/repo.git//path?ref=main; before a path of ssh comes a slash, not a colon")
	}
	a := &address{scheme: u.Scheme}
	if !slices.Contains(transports, a.scheme) {
		return nil, fmt.Errorf("git over %q is not supported: use one of git+https, git+ssh, git+file, git+http and git", a.scheme)
	}
	if u.Fragment != "" || strings.Contains(text, "#") {
		return nil, errors.New("the git URL has a #: name the branch with ?ref=, and write # as %23")
	}
	for _, read := range []func(*url.URL) error{a.readHost, a.readUser, a.readPaths, a.readRef} {
		if err := read(u); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// readHost checks the host: ssh must not take it for an option.
func (a *address) readHost(u *url.URL) error {
	host := u.Hostname()
	switch {
	case a.scheme == "file" && (u.Host != "" || u.User != nil):
		return errors.New("git+file has no host: write git+file:///directory/repo.git")
	case a.scheme == "file":
		return nil
	case host == "":
		return errors.New("the git URL has no host")
	case strings.HasPrefix(host, "-"), net.ParseIP(host) == nil && strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789.-_") != "":
		return errors.New("the host of the git URL has characters that no host has")
	}
	a.site = a.scheme + "://" + u.Host
	return nil
}

// readUser takes the credentials out of the URL.
func (a *address) readUser(u *url.URL) error {
	if u.User == nil {
		return nil
	}
	a.user = u.User.Username()
	a.password, _ = u.User.Password()
	switch {
	case a.scheme == "git":
		return errors.New("git:// has no users: use git+https or git+ssh")
	case strings.HasPrefix(a.user, "-") || strings.ContainsFunc(a.user+a.password, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return errors.New("the user of the git URL has characters that no user has")
	case a.scheme == "ssh" && a.password != "":
		return errors.New("ssh takes no password here: use a key, by way of GIT_SSH_COMMAND or an agent")
	case a.scheme == "ssh" && strings.Trim(strings.ToLower(a.user), "abcdefghijklmnopqrstuvwxyz0123456789.-_+@") != "":
		return errors.New("the user of the git URL has characters that no user of ssh has")
	}
	return nil
}

// readPaths splits the path of the URL at the first "//".
func (a *address) readPaths(u *url.URL) error {
	repository, inside, _ := strings.Cut(u.EscapedPath(), "//")
	repository = strings.TrimSuffix(repository, "/")
	if repository == "" {
		return errors.New("the git URL names no repository")
	}
	if name, err := url.PathUnescape(repository); err != nil || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return errors.New("the path of the git URL has a control character")
	}
	site := a.site
	if a.scheme == "file" {
		site = "file://"
	}
	a.remote, a.shown = site+repository, prefix+site+repository
	if a.scheme == "ssh" && a.user != "" {
		a.remote = "ssh://" + a.user + "@" + u.Host + repository
		a.shown = prefix + a.remote
	}
	if inside == "" {
		a.paths = []string{"."}
		return nil
	}
	a.shown += "//" + inside
	parts := strings.Split(inside, ",")
	if len(parts) > maxPaths {
		return fmt.Errorf("the git URL has more than %d paths", maxPaths)
	}
	for _, part := range parts {
		name, err := url.PathUnescape(part)
		if err != nil {
			return errors.New("a path in the git URL is malformed")
		}
		clean := path.Clean(strings.Trim(name, "/"))
		if name == "" || clean == ".." || strings.HasPrefix(clean, "../") || strings.ContainsFunc(clean, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fmt.Errorf("%q is no path in a repository", name)
		}
		if slices.Contains(a.paths, clean) {
			return fmt.Errorf("the path %q is there twice", clean)
		}
		a.paths = append(a.paths, clean)
	}
	return nil
}

// readRef reads the query.
func (a *address) readRef(u *url.URL) error {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return errors.New("what comes after ? in the git URL is malformed: write ?ref=main")
	}
	for key, values := range query {
		if key != "ref" || len(values) != 1 {
			return fmt.Errorf("unknown or repeated parameter %q of the git URL: only one ref= is allowed", key)
		}
	}
	a.branch = query.Get("ref")
	if !query.Has("ref") {
		a.ref, a.branch = head, head
		return nil
	}
	if a.ref, err = refName(a.branch); err != nil {
		return err
	}
	a.branch = strings.TrimPrefix(a.branch, "refs/heads/")
	a.shown += "?ref=" + url.PathEscape(a.branch)
	return nil
}
