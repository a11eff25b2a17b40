package draft

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"nlgserver/nlg"
)

// Splice replaces bytes of a file.
type Splice struct {
	File string `json:"file"`
	At   int    `json:"at"`
	// Was are the bytes that Now replaces.
	Was []byte `json:"was,omitempty"`
	Now []byte `json:"now,omitempty"`
	// Creates is set if there was no such file; it then has these for [nlg.File].
	Creates bool   `json:"creates,omitempty"`
	Root    int    `json:"root,omitempty"`
	Name    string `json:"name,omitempty"`
}

// between returns the splices that turn one set of files into another. Files are
// never removed.
func between(before, after []nlg.File) []Splice {
	var out []Splice
	for _, f := range after {
		i := find(before, f.Path)
		if i < 0 {
			out = append(out, Splice{File: f.Path, Now: f.Data, Creates: true, Root: f.Root, Name: f.Name})
			continue
		}
		if s, differs := splice(f.Path, before[i].Data, f.Data); differs {
			out = append(out, s)
		}
	}
	return out
}

// block is how many bytes are compared at once.
const block = 1 << 10

// splice returns the shortest splice that turns one text into another. It cuts no
// character in two.
func splice(path string, before, after []byte) (Splice, bool) {
	if bytes.Equal(before, after) {
		return Splice{}, false
	}
	n := min(len(before), len(after))
	start := 0
	for start+block <= n && bytes.Equal(before[start:start+block], after[start:start+block]) {
		start += block
	}
	for start < n && before[start] == after[start] {
		start++
	}
	for start > 0 && (start < len(before) && !utf8.RuneStart(before[start]) || start < len(after) && !utf8.RuneStart(after[start])) {
		start--
	}
	end := 0
	for end+block <= n-start && bytes.Equal(before[len(before)-end-block:len(before)-end], after[len(after)-end-block:len(after)-end]) {
		end += block
	}
	for end < n-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	for end > 0 && !utf8.RuneStart(before[len(before)-end]) {
		end--
	}
	return Splice{File: path, At: start, Was: before[start : len(before)-end], Now: after[start : len(after)-end]}, true
}

// do applies splices to files; the files are not changed.
func do(files []nlg.File, splices []Splice) ([]nlg.File, error) {
	if len(splices) == 0 {
		return files, nil
	}
	out := slices.Clone(files)
	for _, s := range splices {
		i := find(out, s.File)
		switch {
		case s.Creates && i < 0:
			out = append(out, nlg.File{Path: s.File, Root: s.Root, Name: s.Name, Data: s.Now})
			continue
		case i < 0 || s.Creates || s.At+len(s.Was) > len(out[i].Data) || !bytes.Equal(out[i].Data[s.At:s.At+len(s.Was)], s.Was):
			return nil, fmt.Errorf("%q is not as the step left it", s.File)
		}
		data := out[i].Data
		out[i].Data = slices.Concat(data[:s.At], s.Now, data[s.At+len(s.Was):])
	}
	return out, nil
}

// undo applies splices backwards.
func undo(files []nlg.File, splices []Splice) ([]nlg.File, error) {
	out := slices.Clone(files)
	for _, s := range slices.Backward(splices) {
		i := find(out, s.File)
		if i < 0 {
			return nil, fmt.Errorf("%q is not as the step left it", s.File)
		}
		if s.Creates {
			out = slices.Delete(out, i, i+1)
			continue
		}
		var err error
		s.Was, s.Now = s.Now, s.Was
		if out, err = do(out, []Splice{s}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// find returns the index of a file, or -1.
func find(files []nlg.File, path string) int {
	return slices.IndexFunc(files, func(f nlg.File) bool { return f.Path == path })
}
