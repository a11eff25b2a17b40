package content

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Copies finds files that are copies of other files to judge by their names:
// the name of another file of the same directory plus the mark of a copy, as in
// "responses - Copy.yml" or responses-backup.yml. The zero Copies is ready to
// use.
type Copies struct {
	// paths are the paths of the files so far, by directory and stem.
	paths map[string]string
}

// Add adds a file, and returns the path of the file added before that it is a
// copy of.
func (c *Copies) Add(f File) (original string, isCopy bool) {
	if c.paths == nil {
		c.paths = map[string]string{}
	}
	dir, name := path.Split(f.Path)
	of := stem(name)
	if _, known := c.paths[dir+of]; !known {
		c.paths[dir+of] = f.Path
	}
	other, isCopy := originalOf(of, func(stem string) bool { return c.paths[dir+stem] != "" })
	return c.paths[dir+other], isCopy
}

// Order sorts the names in a directory: by name without the ending, so that
// responses.yml comes before responses-backup.yml, and a copy always after its
// original (D3). Names that say nothing but "backup" come last.
func Order[E any](list []E, name func(E) string) {
	stems := make(map[string]bool, len(list))
	for _, e := range list {
		stems[stem(name(e))] = true
	}
	type key struct {
		last       bool
		stem, name string
	}
	keyOf := func(e E) key {
		k := key{name: name(e), stem: stem(name(e))}
		k.last = isMark(k.stem)
		for of, isCopy := originalOf(k.stem, func(stem string) bool { return stems[stem] }); isCopy; of, isCopy = originalOf(of, func(stem string) bool { return stems[stem] }) {
			// U+0001 comes before every character of a name that goes on.
			k.stem, k.name = of+"\x01", k.stem
		}
		return k
	}
	keys := make(map[string]key, len(list))
	for _, e := range list {
		keys[name(e)] = keyOf(e)
	}
	slices.SortFunc(list, func(a, b E) int {
		j, k := keys[name(a)], keys[name(b)]
		if j.last != k.last {
			if k.last {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(j.stem, k.stem), cmp.Compare(j.name, k.name), cmp.Compare(name(a), name(b)))
	})
}

// stem returns a name without its ending.
func stem(name string) string {
	for _, ending := range [...]string{".yml", ".yaml"} {
		if s, ok := strings.CutSuffix(name, ending); ok {
			return s
		}
	}
	return name
}

// originalOf returns the longest stem that exists and of which the other one is
// a copy.
func originalOf(copied string, exists func(stem string) bool) (original string, ok bool) {
	for i := len(copied) - 1; i > 0; i-- {
		if exists(copied[:i]) && copySuffix.MatchString(copied[i:]) {
			return copied[:i], true
		}
	}
	for i := 1; i < len(copied); i++ {
		if exists(copied[i:]) && copyPrefix.MatchString(copied[:i]) {
			return copied[i:], true
		}
	}
	return "", false
}

// isMark reports whether a name is nothing but the mark of a copy, such as
// backup or _old.
func isMark(name string) bool {
	return markOnly.MatchString(name)
}

// The marks of copies: those of file managers in several languages, of programs
// that keep directories the same, of editors and git, and those that authors write.
const (
	copyWord   = `(?:copy|copie|copia|cópia|kopie|kopia|kopi|kopija|kopio|копия|副本|コピー|backup|bak|bkp|old|orig|original|save|saved|prev|previous)`
	copyNumber = `(?:[ ._-]*\(?[0-9][0-9 ._:-]*\)?)?`
)

var (
	copySuffix = regexp.MustCompile(`^(?i:` +
		`~[0-9]*` + `|` +
		` ?\([0-9]+\)` + `|` +
		` [0-9]{1,2}` + `|` +
		`(?:[ ._-]+[([]?|[([])` + copyWord + copyNumber + `[)\]]?` + `|` +
		`[ ._(-].*conflict(?:ed)?(?:[^a-z].*)?` + `|` +
		`[._](?:backup|base|local|remote)[._][0-9]+` +
		`)+$`)
	copyPrefix = regexp.MustCompile(`^(?i:` +
		copyWord + copyNumber + `[ ._-]+(?:(?:of|de|von|van|av|af|di)[ _])?` +
		`)+$`)
	markOnly = regexp.MustCompile(`^[._-]*(?i:` + copyWord + `s?|archive|archived)[._-]*$`)
)
