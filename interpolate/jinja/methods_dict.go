package jinja

import "nlgserver/internal/python"

// dictMethods are the methods of dict.
var dictMethods = map[string]operation{
	"clear":      {"", dictClear},
	"copy":       {"", dictCopy},
	"fromkeys":   {"*,*?", dictFromKeys},
	"get":        {"*,*?", dictGet},
	"items":      showing("dict_items"),
	"keys":       showing("dict_keys"),
	"pop":        {"*,*?", dictPop},
	"popitem":    {"", dictPopItem},
	"setdefault": {"*,*?", dictSetDefault},
	"update":     {"...", dictUpdate},
	"values":     showing("dict_values"),
}

// dictMutators are the methods that change a dict.
var dictMutators = map[string]bool{
	"clear": true, "pop": true, "popitem": true, "setdefault": true, "update": true,
}

func showing(kind string) operation {
	return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
		return viewOf(v.Dict(), kind), nil
	}}
}

func dictGet(r *render, v python.Value, a args) (python.Value, error) {
	return r.dictGet(v.Dict(), a, false)
}

func dictSetDefault(r *render, v python.Value, a args) (python.Value, error) {
	return r.dictGet(v.Dict(), a, true)
}

func dictCopy(r *render, v python.Value, _ args) (python.Value, error) {
	if err := r.charge(v.Dict().Len()); err != nil {
		return v, err
	}
	return python.OfDict(v.Dict().Clone()), nil
}

func dictUpdate(r *render, v python.Value, a args) (python.Value, error) {
	more, err := r.newDict(a)
	if err != nil {
		return v, err
	}
	return python.None(), r.update(v.Dict(), python.OfDict(more))
}

func dictClear(_ *render, v python.Value, _ args) (python.Value, error) {
	*v.Dict() = python.Dict{}
	return python.None(), nil
}

// dictGet is dict.get, which returns the default where the key is not there; if
// store is set it is dict.setdefault, which puts it there too.
func (r *render) dictGet(d *python.Dict, a args, store bool) (python.Value, error) {
	key, err := r.key(a.pos[0])
	if err != nil {
		return key, err
	}
	if v, ok := d.GetKey(key); ok {
		return v, nil
	}
	otherwise, _ := a.at(1)
	if store {
		d.SetKey(key, otherwise)
	}
	return otherwise, nil
}

func dictFromKeys(r *render, _ python.Value, a args) (python.Value, error) {
	keys, err := r.collect(a.pos[0])
	value, _ := a.at(1)
	d := python.NewDict(len(keys))
	for _, key := range keys {
		if err == nil {
			err = r.setKey(d, key, value)
		}
	}
	return python.OfDict(d), err
}

func dictPop(r *render, v python.Value, a args) (python.Value, error) {
	key, err := r.key(a.pos[0])
	if err != nil {
		return v, err
	}
	value, ok := v.Dict().GetKey(key)
	if !ok {
		if otherwise, given := a.at(1); given {
			return otherwise, nil
		}
		return v, raise("KeyError", "%s", shown(key))
	}
	return value, r.dictDelete(v.Dict(), key)
}

func dictPopItem(r *render, v python.Value, _ args) (python.Value, error) {
	entries := v.Dict().Entries()
	if len(entries) == 0 {
		return v, raise("KeyError", "'popitem(): dictionary is empty'")
	}
	last := entries[len(entries)-1]
	return python.Tuple(last.Key, last.Value), r.dictDelete(v.Dict(), last.Key)
}

// dictDelete removes a key. A python.Dict only grows, so what is left makes a new
// one.
func (r *render) dictDelete(d *python.Dict, key python.Value) error {
	if err := r.charge(d.Len()); err != nil {
		return err
	}
	rest := python.NewDict(d.Len())
	for _, e := range d.Entries() {
		if !python.Equal(e.Key, key) {
			rest.SetKey(e.Key, e.Value)
		}
	}
	*d = *rest
	return nil
}
