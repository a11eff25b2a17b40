package draft

import (
	"slices"

	"nlgserver/compare"
	"nlgserver/nlg"
)

// Published begins the draft anew on what is there now, after its steps up to an id
// were published: those since then stay. See [Draft.Publishing].
func (d *Draft) Published(last int, present []nlg.File) (Rebased, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	st := &d.state
	n := 0
	for n < st.Done && st.Steps[n].ID <= last {
		n++
	}
	base := d.base
	for _, s := range st.Steps[:n] {
		var err error
		if base, err = do(base, s.Effect); err != nil {
			return Rebased{}, err
		}
	}
	next := *st
	next.Steps, next.Done = slices.Clone(st.Steps[n:]), st.Done-n
	next.Began, next.Base, next.Version = d.store.now().UTC(), nil, versionOf(base)
	for _, s := range next.Steps {
		next.Base = append(next.Base, next.newBase(base, s.Effect)...)
	}
	if err := d.replace(next); err != nil {
		return Rebased{}, err
	}
	d.base = base
	return d.onto(present)
}

// Discard drops all steps, done and undone. They are kept until [Draft.Forget].
func (d *Draft) Discard() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := d.state
	next.Dropped = append(slices.Clone(next.Dropped), next.Steps...)
	next.Steps, next.Base, next.Done = nil, nil, 0
	next.Began, next.Version = d.store.now().UTC(), versionOf(d.base)
	if err := d.replace(next); err != nil {
		return err
	}
	d.files = d.base
	return nil
}

// Dropped returns the steps that have no effect any more and are kept.
func (d *Draft) Dropped() []Step {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Step
	for _, s := range d.state.Dropped {
		out = append(out, *s.clone())
	}
	return out
}

// Forget removes the dropped steps for good.
func (d *Draft) Forget() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := d.state
	next.Dropped = nil
	return d.replace(next)
}

// Changes returns what the draft changes, by meaning. If its files or their base are
// rejected, it returns the diagnostics that say why, and no difference.
func (d *Draft) Changes(opts nlg.Options) (*compare.Diff, nlg.Diagnostics) {
	opts.KeepWritten = true
	before, after := only(d.Base(), isContent), d.Files()
	from, diags := nlg.Compile(before, opts)
	if from == nil {
		return nil, diags
	}
	to, diags := nlg.Compile(after, opts)
	if to == nil {
		return nil, diags
	}
	return compare.Catalogs(from, to), nil
}
