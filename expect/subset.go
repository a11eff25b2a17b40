package expect

import (
	"strconv"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// subset reports whether got has everything that want has: the keys of a map, where
// null means that the key is missing, and every item of a list. If not, path is
// where they differ.
func subset(want, got nlg.Value, path string) (string, bool) {
	switch want.Kind() {
	case python.KindDict:
		if got.Kind() != python.KindDict {
			return path, false
		}
		for _, e := range want.Dict().Entries() {
			actual, _ := got.Dict().GetKey(e.Key)
			if where, ok := subset(e.Value, actual, path+"."+e.Key.Str()); !ok {
				return where, false
			}
		}
		return "", true
	case python.KindList:
		if got.Kind() != python.KindList || len(got.Items()) != len(want.Items()) {
			return path, false
		}
		for i, item := range want.Items() {
			if where, ok := subset(item, got.Items()[i], path+"["+strconv.Itoa(i)+"]"); !ok {
				return where, false
			}
		}
		return "", true
	default:
		return path, want.Kind() == got.Kind() && python.Equal(want, got)
	}
}

// project returns the part of got that has the keys of want.
func project(want, got nlg.Value) nlg.Value {
	if want.Kind() != python.KindDict || got.Kind() != python.KindDict {
		return got
	}
	out := &nlg.Dict{}
	for _, e := range want.Dict().Entries() {
		actual, _ := got.Dict().GetKey(e.Key)
		out.SetKey(e.Key, project(e.Value, actual))
	}
	return valueOf(out)
}

func valueOf(d *nlg.Dict) nlg.Value { return python.OfDict(d) }
