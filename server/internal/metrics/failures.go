package metrics

import (
	"strconv"
	"sync/atomic"
)

// refusal is a problem that a request may get.
type refusal struct {
	code   string
	status int
}

// problems are all refusals, each with its place in the counts. All assistants share
// them, and nothing changes them.
type problems map[refusal]int

func newProblems(statuses map[string][]int) problems {
	p := problems{}
	for code, all := range statuses {
		for _, status := range all {
			if one := (refusal{code, status}); !p.has(one) {
				p[one] = len(p)
			}
		}
	}
	return p
}

func (p problems) has(one refusal) bool {
	_, found := p[one]
	return found
}

// failures count the requests that get no message.
type failures struct {
	problems problems
	refused  []atomic.Uint64
	panics   atomic.Uint64
}

func newFailures(p problems) failures {
	return failures{problems: p, refused: make([]atomic.Uint64, len(p))}
}

// Refused counts a request that got a problem document with the code and the status.
func (f *failures) Refused(code string, status int) {
	if i, found := f.problems[refusal{code, status}]; found {
		f.refused[i].Add(1)
	}
}

// Panicked counts a panic in a handler.
func (f *failures) Panicked() { f.panics.Add(1) }

func (f *failures) collectFailures(to sink, d *descs) {
	for one, i := range f.problems {
		to.counter(d.requests, &f.refused[i], strconv.Itoa(one.status), one.code)
	}
	to.counter(d.panics, &f.panics)
}
