package jinja

import "nlgserver/internal/python"

// args evaluates the arguments of a call.
func (a *callArgs) eval(r *render) (args, error) {
	var out args
	if a.empty() {
		return out, nil
	}
	var err error
	if out.pos, err = r.evalAll(a.positional); err != nil {
		return out, err
	}
	if out.named, err = r.evalAll(a.named); err != nil {
		return out, err
	}
	out.names = a.names
	if a.star != nil {
		v, err := a.star.eval(r)
		if err != nil {
			return out, err
		}
		more, err := r.collect(v)
		if err != nil {
			return out, err
		}
		out.pos = append(out.pos, more...)
	}
	if a.starStar != nil {
		return r.addNamed(out, a.starStar)
	}
	return out, nil
}

// addNamed adds the value after ** to the arguments.
func (r *render) addNamed(out args, e expr) (args, error) {
	v, err := e.eval(r)
	if err != nil {
		return out, err
	}
	if v.Kind() != python.KindDict {
		return out, typeError("argument after ** must be a mapping, not %s", v.TypeName())
	}
	out.names = append([]string(nil), out.names...)
	// Each name is compared with those before it.
	n := v.Dict().Len()
	if err := r.charge(n + n*(n+len(out.names))/64); err != nil {
		return out, err
	}
	for _, entry := range v.Dict().Entries() {
		name, ok := entry.Key.Text()
		if !ok {
			return out, typeError("keywords must be strings")
		}
		if indexOf(out.names, name) >= 0 {
			return out, typeError("got multiple values for keyword argument '%s'", name)
		}
		out.names, out.named = append(out.names, name), append(out.named, entry.Value)
	}
	return out, nil
}

func (e *callExpr) eval(r *render) (python.Value, error) {
	return e.evalWith(r, nil)
}

// evalWith calls with an argument caller besides those that are written.
func (e *callExpr) evalWith(r *render, caller *macro) (python.Value, error) {
	if err := r.charge(1); err != nil {
		return python.Value{}, at(err, e.pos)
	}
	callee, err := e.callee.eval(r)
	if err != nil {
		return callee, err
	}
	a, err := e.args.eval(r)
	if err != nil {
		return callee, at(err, e.pos)
	}
	if caller != nil {
		a.names = append(append([]string(nil), a.names...), "caller")
		a.named = append(a.named, python.OfObject(caller))
	}
	v, err := r.call(callee, a)
	return v, at(err, e.pos)
}

func (e *filterExpr) eval(r *render) (python.Value, error) {
	return e.evalOn(r, python.Value{})
}

// evalOn applies the filter and those before it; block is the text of the block
// that the first of them works on, if it has no value.
func (e *filterExpr) evalOn(r *render, block python.Value) (v python.Value, err error) {
	switch value := e.value.(type) {
	case nil:
		v = block
	case *filterExpr:
		v, err = value.evalOn(r, block)
	default:
		v, err = value.eval(r)
	}
	if err != nil {
		return v, err
	}
	if err := r.charge(1); err != nil {
		return v, at(err, e.pos)
	}
	a, err := e.args.eval(r)
	if err != nil {
		return v, at(err, e.pos)
	}
	if e.filter.run == nil {
		return v, at(raise("TemplateRuntimeError", "No filter named %s found.", quote(e.name)), e.pos)
	}
	v, err = r.apply(e.filter, e.name, v, a)
	return v, at(err, e.pos)
}

func (e *testExpr) eval(r *render) (python.Value, error) {
	if err := r.charge(1); err != nil {
		return python.Value{}, at(err, e.pos)
	}
	v, err := e.value.eval(r)
	if err != nil {
		return v, err
	}
	a, err := e.args.eval(r)
	if err != nil {
		return v, at(err, e.pos)
	}
	if e.test.run == nil {
		return v, at(raise("TemplateRuntimeError", "No test named %s found.", quote(e.name)), e.pos)
	}
	v, err = r.apply(e.test, e.name, v, a)
	return v, at(err, e.pos)
}
