package draft

import (
	"slices"
	"strings"

	"nlgserver/edit"
	"nlgserver/nlg"
)

// areApart reports whether ops set translations, each of a field of its own: what one
// does is no matter to the others. An import has thousands of them, and reading a file
// for each would take minutes.
func areApart(ops []edit.Op) bool {
	if len(ops) < 2 {
		return false
	}
	type field struct {
		response string
		number   int
		parts    string
	}
	seen := make(map[field]bool, len(ops))
	fields := make([]field, 0, len(ops))
	for i := range ops {
		op := &ops[i]
		if op.Kind != edit.Set || op.Language == "" || op.Path != "text" && !strings.Contains(op.Path, "].") {
			return false
		}
		f := field{op.Response, op.Number, strings.Join(slices.Collect(parts(op.Path, op.Language)), "\x00")}
		if seen[f] {
			return false
		}
		seen[f] = true
		fields = append(fields, f)
	}
	for _, f := range fields { // none is a part of another
		for i := range len(f.parts) {
			if f.parts[i] == 0 && seen[field{f.response, f.number, f.parts[:i]}] {
				return false
			}
		}
	}
	return true
}

// applyAll applies ops that are apart. It shows the editor only the files that have one
// of the responses, if each is in one file.
func (s *Store) applyAll(files []nlg.File, index *index, ops []edit.Op, ignoreWas bool) ([]nlg.File, error) {
	names, paths := map[string]bool{}, map[string]bool{}
	for i := range ops {
		name := ops[i].Response
		if names[name] {
			continue
		}
		names[name] = true
		with := index.with(files, name)
		if len(with) != 1 {
			paths = nil
			break
		}
		paths[with[0].Path] = true
	}
	some := only(files, func(f nlg.File) bool { return isContent(f) && (paths == nil || paths[f.Path]) })
	done, err := s.all(some, ops, ignoreWas)
	if err != nil {
		return nil, err
	}
	return put(files, done), nil
}

// oneByOne applies ops that are apart.
func (c *Config) oneByOne(files []nlg.File, ops []edit.Op, ignoreWas bool) ([]nlg.File, error) {
	for _, op := range ops {
		done, err := c.Apply(files, op, ignoreWas)
		if err != nil {
			return nil, err
		}
		files = put(files, done)
	}
	return files, nil
}
