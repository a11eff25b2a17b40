package desk

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"nlgserver/internal/hosts"
	"nlgserver/nlg"
	"nlgserver/release"
)

// Config says what a desk shows, and to whom.
type Config struct {
	// Source is where the content comes from.
	Source Source
	// Options say how to compile and check it.
	Options Options
	// Title names the assistant, Origin what owns its files, such as "domain/
	// (files)", and Product the program, such as "nlgserver 1.2.3".
	Title, Origin, Product string
	// ReadOnly says that no request changes anything.
	ReadOnly bool
	// Authoring says how changes are kept and published; nil means that the desk is
	// read-only.
	Authoring *Authoring

	// Gate lets whoever it opens for see the page. If it is nil, a one-time link does:
	// see [Desk.NewLink].
	Gate Gate
	// People says who enters by name; then there are no links. It cannot be set with a
	// gate.
	People *People
	// User is the name of those whom a link or the gate lets in.
	User string
	// AllowedHosts are more names that the desk may be called by, beside localhost and
	// IP addresses. With a gate that requires credentials, every name will do.
	AllowedHosts []string

	// Idle is how long the content stays open after the last request for it; 0 for as
	// long as the desk. Nothing is read before the first request, unless
	// [Desk.Open] is called.
	Idle time.Duration
	// Background runs the work of opening content, for a server that has something
	// better to do; nil calls it.
	Background func(work func())
	// Log gets problems; nil for none.
	Log *slog.Logger
}

// Authoring says how changes are kept and published.
type Authoring struct {
	// State is the directory of the drafts, which one process alone may use.
	State string
	// Assistant is what the content is called there.
	Assistant string
	// Email is that of [Config].User, for commits. It may be empty.
	Email string
	// Paths are those of the content on disk; none if it is not on a disk, and NoPaths says
	// why. FollowLinks follows links that lead out of them.
	Paths       []string
	NoPaths     string
	FollowLinks bool
	// Push pushes each commit, and Hooks runs the hooks of the repository.
	Push, Hooks bool
	// Releases says where drafts become releases besides; nil for nowhere. It needs paths.
	Releases *Releases
}

// Releases says which store drafts are published to, and how.
type Releases struct {
	// Store has the releases. Whoever opened it closes it, after the desk. Name names it for
	// people, without secrets.
	Store release.Store
	Name  string
	// Sign has the keys to sign with, and Trust those that must have signed what is in the
	// store.
	Sign  release.Signers
	Trust release.Trust
	// Wait is how long to wait for the replicas; 0 for the default of [release.Publisher].
	Wait time.Duration
	// Settings returns the bytes of .nlgserver.yml beside the content, which become a part of
	// each release; nil for none, as of a nil function.
	Settings func() ([]byte, error)
}

// Source is an origin of content. Its methods are safe for concurrent use.
type Source interface {
	// Fetch reads all files in loading order, as they were at one moment. If the
	// diagnostics have errors, the files are those that could be read.
	Fetch(ctx context.Context) ([]nlg.File, nlg.Diagnostics)
	// Watch calls changed whenever Fetch may return something else, until ctx ends.
	// If the content never changes, it returns nil at once.
	Watch(ctx context.Context, changed func()) error
}

// Rejecter is a [Source] of content that is good, whose newer content may be
// rejected elsewhere.
type Rejecter interface {
	Source
	// Rejected returns what is wrong with the newer content, and since when; nothing
	// if there is none.
	Rejected() (nlg.Diagnostics, time.Time)
}

// Gate decides who may see the page. Its methods are safe for concurrent use.
type Gate interface {
	// Guarded reports whether the gate requires credentials at all.
	Guarded() bool
	// Opens reports whether the request may pass.
	Opens(r *http.Request) bool
	// Challenges returns the values of WWW-Authenticate for a request that may not
	// pass.
	Challenges() []string
}

// Role is what a user may do.
type Role string

// The roles, each of which may do what the one before may.
const (
	// Reader finds, sees and tries.
	Reader Role = "reader"
	// Author changes a draft.
	Author Role = "author"
	// Publisher publishes drafts, and takes them back.
	Publisher Role = "publisher"
)

// may reports whether a role may do what needs another. A role that is none may
// nothing.
func (r Role) may(needs Role) bool { return r.rank() > 0 && r.rank() >= needs.rank() }

// rank orders the roles; 0 is none.
func (r Role) rank() int {
	switch r {
	case Reader:
		return 1
	case Author:
		return 2
	case Publisher:
		return 3
	}
	return 0
}

func (c Config) withDefaults() (Config, error) {
	if c.Source == nil {
		return c, errors.New("desk: no content")
	}
	for _, name := range c.AllowedHosts {
		if err := hosts.Check(name); err != nil {
			return c, err
		}
	}
	if c.Authoring == nil {
		c.ReadOnly = true
	} else if c.User == "" && c.People == nil {
		return c, errors.New("desk: the author has no name")
	}
	if c.People != nil {
		if c.Gate != nil {
			return c, errors.New("desk: a gate, and people")
		}
		if err := c.People.check(); err != nil {
			return c, err
		}
	}
	if c.Background == nil {
		c.Background = func(work func()) { work() }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}
