package predicate

import (
	"errors"
	"maps"
	"sync/atomic"

	"nlgserver/internal/python"
)

// A dynamic predicate remembers what it parsed: usually few slots take part in
// the Jinja, and they have few values.
const (
	maxRemembered       = 64
	maxRememberedLength = 4096
)

var errTooLong = errors.New("the predicate is too long after Jinja renders it")

// dynamic is a predicate that holds Jinja. What it means is known only once it
// is rendered.
type dynamic struct {
	template Template
	patterns patternPolicy
	// parsed maps rendered text to its program. The map is never changed, only
	// replaced, so that readers need no lock; two writers at once may lose an
	// entry, which costs a parse.
	parsed atomic.Pointer[map[string]*program]
}

// render renders the template and returns the parsed result. The error is the
// template's, or that the result is too long.
func (d *dynamic) render(slots python.Mapping) (*program, error) {
	text, err := d.template.Render(slots)
	if err != nil {
		return nil, err
	}
	if len(text) > maxLength {
		return nil, errTooLong
	}
	known := d.parsed.Load()
	if known != nil {
		if c := (*known)[text]; c != nil {
			return c, nil
		}
	}
	c, _ := compile(text, d.patterns)
	d.remember(known, c)
	return c, nil
}

func (d *dynamic) remember(known *map[string]*program, c *program) {
	if len(c.text) > maxRememberedLength {
		return
	}
	next := map[string]*program{}
	if known != nil && len(*known) < maxRemembered {
		next = maps.Clone(*known)
	}
	next[c.text] = c
	d.parsed.Store(&next)
}
