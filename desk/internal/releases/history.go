package releases

import (
	"context"

	"nlgserver/release"
)

// List returns releases with numbers below before, which is 0 for all, the latest first: at
// most limit.
func (r *Releases) List(ctx context.Context, before, limit int) (*List, error) {
	past, err := release.ReadHistory(ctx, r.store, r.cfg.Trust, before, limit+1)
	if err != nil {
		return nil, explained(err)
	}
	out := &List{Releases: []Release{}, More: len(past) > limit}
	for i := range past[:min(len(past), limit)] {
		out.Releases = append(out.Releases, releaseOf(&past[i]))
	}
	return out, nil
}

func releaseOf(p *release.Past) Release {
	out := Release{Number: p.Number, Live: p.Live, Canary: p.Canary, Moves: []Live{}}
	for _, m := range p.Moves {
		out.Moves = append(out.Moves, *LiveOf(m))
		// Others only had it as their canary.
		out.WasLive = out.WasLive || m.Number == p.Number
	}
	if p.Err != nil {
		out.Error = p.Err.Error()
		return out
	}
	made := p.Release
	out.Version, out.Parent, out.Author, out.Message, out.At = made.Version, made.Parent, nameOnly(made.Author), made.Message, at(made.At)
	out.Files, out.Responses, out.Variations = made.Files, made.Responses, made.Variations
	if s := made.Source; s != nil {
		out.Commit, out.Modified = s.Commit, s.Modified
	}
	if c := made.Checks; c != nil {
		out.Checks = &Checks{Errors: c.Errors, Warnings: c.Warnings, Expectations: c.Expectations, Failed: c.Failed}
	}
	if c := made.Changes; c != nil {
		out.Changes = &Changes{Added: c.Added, Changed: c.Changed, Removed: c.Removed}
	}
	return out
}
