package jinja

import "nlgserver/internal/python"

func (s *forStmt) exec(r *render) error {
	over, err := s.iter.eval(r)
	if err != nil {
		return err
	}
	if !s.recursive {
		return s.run(r, over, nil, 0)
	}
	v, err := s.recurse(r, over, r.frame, 0)
	if err != nil {
		return at(err, s.pos)
	}
	return at(r.print(v), s.pos)
}

// recurse runs a recursive loop as a unit of its own and returns its text.
func (s *forStmt) recurse(r *render, over python.Value, outer *activation, depth int) (python.Value, error) {
	if err := r.enter(); err != nil {
		return over, err
	}
	defer r.leave()
	if err := r.charge(s.slots); err != nil {
		return over, err
	}
	frame := &activation{slots: make([]python.Value, s.slots), outer: outer}
	text, err := r.capture(func() error {
		return r.within(frame, func() error { return s.run(r, over, outer, depth) })
	})
	if r.autoescape {
		return safe(text), err
	}
	return python.Str(text), err
}

// run runs the loop over the items of a value.
func (s *forStmt) run(r *render, over python.Value, outer *activation, depth int) error {
	items, err := r.iterate(over)
	if err != nil {
		return at(err, s.pos)
	}
	if s.test != nil {
		items = s.filtered(r, items, outer)
		over = python.OfObject(&generator{})
	}
	l := &loop{over: over, items: items, index: -1, total: -1, depth: depth, outer: outer}
	if s.recursive {
		l.stmt = s
	}
	for {
		item, ok, err := l.advance(r)
		if err != nil {
			return at(err, s.pos)
		}
		if !ok {
			break
		}
		if s.usesLoop {
			*r.slot(s.loop) = python.OfObject(l)
		}
		if err := r.assign(s.target, item); err != nil {
			return at(err, s.pos)
		}
		r.open(s.bodyEntry)
		if err := r.exec(s.body); err != nil {
			return err
		}
	}
	r.shut(s.bodyEntry)
	if l.index >= 0 {
		return nil
	}
	r.open(s.otherwiseEntry)
	err = r.exec(s.otherwise)
	r.shut(s.otherwiseEntry)
	return err
}

// filtered returns the items for which the test of the loop holds. The test has
// variables of its own: it runs ahead of the body where the body looks ahead.
func (s *forStmt) filtered(r *render, items iterator, outer *activation) iterator {
	if outer == nil {
		outer = r.frame
	}
	frame := &activation{slots: make([]python.Value, s.testSlots), outer: outer}
	entered := false
	return func() (python.Value, bool, error) {
		for {
			item, ok, err := r.next(items)
			if err != nil || !ok {
				return item, false, err
			}
			var holds bool
			err = r.within(frame, func() error {
				if !entered {
					r.open(s.testEntry)
					entered = true
				}
				if err := r.assign(s.testTarget, item); err != nil {
					return err
				}
				v, err := s.test.eval(r)
				holds = v.Truth()
				return err
			})
			if err != nil || holds {
				return item, err == nil, err
			}
		}
	}
}
