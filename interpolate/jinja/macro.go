package jinja

import "nlgserver/internal/python"

// macro is a macro, or the body of a call block, together with the variables
// around it.
type macro struct {
	identity
	function *function
	outer    *activation
}

func (*macro) TypeName() string { return "Macro" }

func (m *macro) AppendRepr(dst []byte) []byte {
	if m.function.name == "" {
		return append(dst, "<Macro anonymous>"...)
	}
	return append(python.Str(m.function.name).AppendRepr(append(dst, "<Macro "...)), '>')
}

func (m *macro) attribute(_ *render, name string) (v python.Value, ok bool) {
	f := m.function
	switch name {
	case "name":
		if f.name == "" {
			return python.None(), true
		}
		return python.Str(f.name), true
	case "arguments":
		names := make([]python.Value, len(f.params))
		for i, p := range f.params {
			names[i] = python.Str(p)
		}
		return python.Tuple(names...), true
	case "catch_kwargs":
		return python.Bool(f.kwargs >= 0), true
	case "catch_varargs":
		return python.Bool(f.varargs >= 0), true
	case "caller":
		return python.Bool(f.wantsCaller), true
	}
	return v, false
}

func (s *macroStmt) exec(r *render) error {
	*r.slot(s.place) = python.OfObject(&macro{function: s.function, outer: r.frame})
	if s.exports != nil {
		return r.export(s.exports)
	}
	return r.charge(1)
}

func (s *callStmt) exec(r *render) error {
	v, err := s.call.evalWith(r, &macro{function: s.function, outer: r.frame})
	if err != nil {
		return err
	}
	text, ok := isText(v)
	if !ok { // Jinja2 joins what the call returns as it is.
		return at(typeError("sequence item 0: expected str instance, %s found", v.TypeName()), s.pos)
	}
	return at(r.write(text), s.pos)
}

// call runs the macro and returns its text.
func (m *macro) call(r *render, a args) (python.Value, error) {
	f := m.function
	frame := &activation{slots: make([]python.Value, f.slots), outer: m.outer}
	if err := r.charge(1 + f.slots + len(f.params)*len(a.names)/64); err != nil {
		return python.Value{}, err
	}
	if err := f.bind(frame.slots, a); err != nil {
		return python.Value{}, err
	}
	if err := r.enter(); err != nil {
		return python.Value{}, err
	}
	defer r.leave()
	text, err := r.capture(func() error {
		return r.within(frame, func() error { return f.run(r) })
	})
	if r.autoescape {
		return safe(text), err
	}
	return python.Str(text), err
}

// bind puts the arguments of a call into the slots of the parameters.
func (f *function) bind(slots []python.Value, a args) error {
	callerBound := f.ownCaller && len(a.pos) >= len(f.params)
	for i, slot := range f.places {
		slots[slot] = python.OfObject(missing)
		if i < len(a.pos) {
			slots[slot] = a.pos[i]
			continue
		}
		if v, ok := a.take(f.params[i]); ok {
			slots[slot] = v
		}
		callerBound = callerBound || f.params[i] == "caller"
	}
	if f.wantsCaller && !callerBound && f.caller >= 0 {
		v, ok := a.take("caller")
		if !ok || v.IsNone() {
			v = python.OfObject(&undefined{hint: "No caller defined", name: python.Str("caller")})
		}
		slots[f.caller] = v
	}
	name := "None"
	if f.name != "" {
		name = quote(f.name)
	}
	switch {
	case f.kwargs >= 0:
		slots[f.kwargs] = python.OfDict(a.kwargs())
	case indexOf(a.names, "caller") >= 0:
		return typeError("macro %s was invoked with two values for the special caller argument. "+
			"This is most likely a bug.", name)
	case len(a.names) > 0:
		return typeError("macro %s takes no keyword argument %s", name, shown(python.Str(a.names[0])))
	}
	rest := a.pos[min(len(f.params), len(a.pos)):]
	switch {
	case f.varargs >= 0:
		slots[f.varargs] = python.Tuple(rest...)
	case len(rest) > 0:
		return typeError("macro %s takes not more than %d argument(s)", name, len(f.params))
	}
	return nil
}

// run gives the parameters that have no value their defaults, in order, and runs
// the body.
func (f *function) run(r *render) error {
	r.open(f.entry)
	for i, slot := range f.places {
		if m, ok := isMarker(r.frame.slots[slot]); !ok || m != missing {
			continue
		}
		at := i - (len(f.params) - len(f.defaults))
		if at < 0 {
			r.frame.slots[slot] = python.OfObject(&undefined{
				hint: "parameter " + quote(f.params[i]) + " was not provided",
				name: python.Str(f.params[i]),
			})
			continue
		}
		v, err := f.defaults[at].eval(r)
		if err != nil {
			return err
		}
		r.frame.slots[slot] = v
	}
	return r.exec(f.body)
}
