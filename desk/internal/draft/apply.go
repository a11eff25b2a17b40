package draft

import (
	"fmt"
	"slices"

	"nlgserver/edit"
	"nlgserver/nlg"
)

// apply applies an op. It shows the editor only the file that has the response, if
// there is one such file.
func (s *Store) apply(files []nlg.File, index *index, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
	var some []nlg.File
	name := op.Response
	switch op.Kind {
	case edit.AddResponse:
		if i := find(files, op.File); i >= 0 {
			some = files[i : i+1]
		}
	case edit.RenameResponse:
		some = nil // the new name must be free in all files
	default:
		some = index.with(files, name)
	}
	if op.Kind == edit.AddResponse && len(index.with(files, name)) > 0 {
		return nil, fmt.Errorf("response %q already exists", name)
	}
	if len(some) != 1 {
		some = only(files, isContent)
	}
	done, err := s.config.Apply(some, op, ignoreWas)
	if err != nil {
		return nil, err
	}
	return put(files, done), nil
}

// put returns the files with some of them as they are now, or new.
func put(files, done []nlg.File) []nlg.File {
	out := slices.Clone(files)
	for _, f := range done {
		if i := find(out, f.Path); i >= 0 {
			out[i] = f
		} else {
			out = append(out, f)
		}
	}
	return out
}
