package predicate

import (
	"errors"
	"maps"
	"sync/atomic"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// A dynamic predicate remembers what it parsed: usually few slots take part in
// the Jinja, and they have few values. What is remembered takes much more memory
// than its text.
const (
	maxRemembered       = 32
	maxRememberedLength = 2048 // of all texts together
)

// The costs of a rendered text: to parse a byte of it, to look a regular expression
// up in the source, and to compile a byte of one.
const (
	parseUnits     = 4
	patternUnits   = 100
	compileUnits   = 40
	parsedBytes    = 200 // that a byte of the text becomes
	rememberedMost = maxRememberedLength / 4
)

var (
	errTooLong = errors.New("the predicate is too long after Jinja renders it")
	errWork    = errors.New(string(faultWork))
)

// dynamic is a predicate that holds Jinja. What it means is known only once it
// is rendered.
type dynamic struct {
	template Template
	source   string
	// parsed maps rendered text to its program. The map is never changed, only
	// replaced, so that readers need no lock; two writers at once may lose an
	// entry, which costs a parse.
	parsed atomic.Pointer[memory]
}

// memory is what a dynamic predicate remembers.
type memory struct {
	programs map[string]*program
	length   int // of the texts
}

// render renders the template and returns the parsed result. The error is the
// template's, or that the result is too long, or takes too much work. What is
// remembered costs as much as what is not, so that a request gets the same reply
// whatever came before it.
func (d *dynamic) render(slots python.Mapping, work *budget.Budget) (*program, error) {
	text, err := d.template.Render(slots, work)
	if err != nil {
		return nil, err
	}
	if len(text) > maxLength {
		work.Cut()
		return nil, errTooLong
	}
	known := d.parsed.Load()
	if known != nil {
		if c := known.programs[text]; c != nil {
			if !work.Spend(c.cost) {
				return nil, errWork
			}
			return c, nil
		}
	}
	cost := 1 + len(text)*parseUnits
	if !work.Spend(cost) || !work.Hold(len(text)*parsedBytes) {
		return nil, errWork
	}
	paid := &payment{work: work}
	c, _ := compile(text, patternPolicy{source: d.source, rendered: paid})
	if paid.stopped {
		return nil, errWork
	}
	c.cost = cost + paid.units
	d.remember(known, c)
	return c, nil
}

// payment is what parsing a rendered text has cost besides its length.
type payment struct {
	work    *budget.Budget
	units   int
	stopped bool
}

func (p *payment) spend(units int) bool {
	if p == nil {
		return true
	}
	p.units += units
	p.stopped = p.stopped || !p.work.Spend(units)
	return !p.stopped
}

func (d *dynamic) remember(known *memory, c *program) {
	if len(c.text) > rememberedMost {
		return
	}
	next := &memory{programs: map[string]*program{}}
	if known != nil && len(known.programs) < maxRemembered && known.length+len(c.text) <= maxRememberedLength {
		next.programs, next.length = maps.Clone(known.programs), known.length
	}
	next.programs[c.text] = c
	next.length += len(c.text)
	d.parsed.Store(next)
}
