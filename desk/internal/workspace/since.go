package workspace

import (
	"context"
	"os"
	"weak"

	"nlgserver/compare"
	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// maxSince is how many answers of [Workspaces.Since] are kept: one for what each author
// sees.
const maxSince = 16

// since keeps what was compared with a release. A list is asked for with each key of a
// search, and to compare all responses each time would take too long.
type since struct {
	// turn has room for the one who compares.
	turn chan struct{}
	// number is that of the release, and catalog its content, read after the store
	// was restored so many times.
	number, restored int
	catalog          *nlg.Catalog
	// names are the responses that differ in opened content.
	names map[weak.Pointer[nlg.Catalog]]map[string]bool
}

func newSince() since { return since{turn: make(chan struct{}, 1)} }

// Since returns the names of the responses of what is shown that a release does not have, or
// has with another meaning. The errors are those of [Workspaces.FilesOf], and
// *[UnloadableError].
func (w *Workspaces) Since(ctx context.Context, number int, shown *view.Content) (map[string]bool, error) {
	if w.cfg.Releases == nil {
		return nil, ErrNoStore
	}
	s := &w.since
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.turn }()
	// A store that was restored from a copy may give its numbers again.
	if restored := w.cfg.Releases.Restored(); s.number != number || s.restored != restored {
		files, err := w.FilesOf(ctx, number)
		if err != nil {
			return nil, err
		}
		catalog, err := loaded(ctx, files, releaseName(number), w.namedOrSet)
		if err != nil {
			return nil, err
		}
		s.number, s.restored, s.catalog, s.names = number, restored, catalog, map[weak.Pointer[nlg.Catalog]]map[string]bool{}
	}
	key := weak.Make(shown.Catalog())
	whole, known := s.names[key]
	if !known {
		diff, err := compare.CatalogsContext(ctx, s.catalog, shown.Catalog())
		if err != nil {
			return nil, err
		}
		whole = make(map[string]bool, len(diff.Responses))
		for i := range diff.Responses {
			if diff.Responses[i].Kind != compare.Removed {
				whole[diff.Responses[i].Name] = true
			}
		}
		if len(s.names) >= maxSince {
			clear(s.names)
		}
		s.names[key] = whole
	}
	parts := shown.Parts()
	if len(parts) == 0 {
		return whole, nil
	}
	// What changed since the content was opened is compared alone.
	out := make(map[string]bool, len(whole)+len(parts))
	for name := range whole {
		out[name] = true
	}
	for name, now := range parts {
		out[name] = now != nil && compare.Differ(s.catalog.Written(name), now)
	}
	return out, nil
}

// namedOrSet is the environment of what is shown, in which a variable that is not set has
// its name as its value: an old release may need one that is gone.
func (w *Workspaces) namedOrSet(name string) (string, bool) {
	env := w.cfg.Options.Compile.Env
	if env == nil {
		env = os.LookupEnv
	}
	if value, ok := env(name); ok {
		return value, true
	}
	return named(name)
}
