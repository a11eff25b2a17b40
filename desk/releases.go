package desk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/desk/internal/workspace"
)

const (
	// storeRead is how long a reply waits for a store that does not answer.
	storeRead = 10 * time.Second
	// defaultReleases is how many releases are sent if the query does not say, and
	// maxReleases how many at most.
	defaultReleases = 20
	maxReleases     = 100
)

// releasesReply is what is live, and a part of the history.
type releasesReply struct {
	Now *releases.Now `json:"now"`
	*releases.List
}

// hasStore reports whether the desk has a store; if not, the request is refused.
func (d *Desk) hasStore(w http.ResponseWriter) bool {
	if d.releases == nil {
		refuse(w, codeNoStore, "start the desk with --store")
	}
	return d.releases != nil
}

func (d *Desk) listReleases(w http.ResponseWriter, r *http.Request, _ *session) error {
	if !d.hasStore(w) {
		return nil
	}
	before, limit := 0, 0
	for name, to := range map[string]*int{"before": &before, "limit": &limit} {
		if !readNumber(r.URL.Query(), name, to) {
			refuse(w, codeQuery, name+": write a number from 0")
			return nil
		}
	}
	if limit == 0 {
		limit = defaultReleases
	}
	ctx, cancel := context.WithTimeout(r.Context(), storeRead)
	defer cancel()
	list, err := d.releases.List(ctx, before, min(limit, maxReleases))
	out := releasesReply{d.releases.Aged(), list}
	if list == nil {
		out.List = &releases.List{Releases: []releases.Release{}}
	}
	if err != nil && out.Now.Reachable {
		now := *out.Now
		now.Reachable, now.Error = false, err.Error()
		out.Now = &now
	}
	return reply(w, r, out)
}

func (d *Desk) releaseChanges(w http.ResponseWriter, r *http.Request, s *session) error {
	if !d.hasStore(w) {
		return nil
	}
	ws, err := d.mine(w, s)
	if ws == nil {
		return err
	}
	await(w, r)
	q := r.URL.Query()
	diff, err := ws.ReleaseChanges(r.Context(), q.Get("from"), q.Get("to"))
	if err != nil {
		return d.unread(w, err)
	}
	return reply(w, r, diff)
}

// unreadError is why a release cannot be read.
type unreadError struct{ err error }

func (e *unreadError) Error() string { return e.err.Error() }

// restoreRelease gives the draft the files of a release.
func (d *Desk) restoreRelease(ctx context.Context, ws *workspace.Workspace, number int) (left []string, err error) {
	files, err := d.work.FilesOf(ctx, number)
	if err != nil {
		return nil, &unreadError{err}
	}
	return ws.RestoreRelease(number, files)
}

// unread answers why a release cannot be read or compared.
func (d *Desk) unread(w http.ResponseWriter, err error) error {
	if unknown, ok := errors.AsType[*workspace.UnknownReleaseError](err); ok {
		refuse(w, codeUnknownRelease, unknown.Error())
		return nil
	}
	if not, ok := errors.AsType[*workspace.UnloadableError](err); ok {
		refuse(w, codeNotComparable, not.Error())
		return nil
	}
	switch {
	case errors.Is(err, workspace.ErrNoStore):
		refuse(w, codeNoStore, "start the desk with --store")
	case errors.Is(err, workspace.ErrSide):
		refuse(w, codeQuery, err.Error())
	case errors.Is(err, context.Canceled): // nobody waits for it any more
	default:
		d.cfg.Log.Warn("cannot read the store of releases", "error", err)
		refuse(w, codeStoreUnreachable, err.Error())
	}
	return nil
}
