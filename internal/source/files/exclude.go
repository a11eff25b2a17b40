package files

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/near"
	"nlgserver/internal/source"
)

// maxPatterns bounds the patterns: each is compared with each name.
const maxPatterns = 1000

// excludeKey is the key of the patterns in the settings.
const excludeKey = "exclude"

// Exclusions are the patterns of names that are left out of a directory: the
// list below exclude: in the settings in it.
type Exclusions []exclusion

// exclusion is a pattern.
type exclusion struct {
	// names are the patterns of the names of a path below the root, or of a name
	// in any directory.
	names []string
	// below is set for a path, and onlyDirs for a pattern of directories.
	below, onlyDirs bool
}

// ExclusionsOf returns those of a directory. A fault in its settings is not
// reported: fetching the content does.
func ExclusionsOf(dir string) Exclusions {
	l := &lister{opts: New([]string{dir}).opts, root: &rootsOf([]string{dir})[0]}
	l.findTops([]root{*l.root})
	return l.exclusions()
}

// exclusions reads those of the root. A fault is an error: without the patterns,
// files would go live that must not.
func (l *lister) exclusions() Exclusions {
	e := l.at(source.SettingsFile)
	if target, out := l.leadsOut(e); out {
		l.refuseLink(e, target)
		return nil
	}
	most := min(maxSettings, l.opts.MaxFileSize)
	if info, err := fs.Stat(l.root.fsys, e.path); err == nil && info.Size() > most {
		l.tooLarge(e.shown, "settings file too large: %d bytes, the limit is %d", info.Size(), most)
		return nil
	}
	data, err := readRegular(l.root.fsys, e.path, most)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		l.fail(e.shown, err)
		return nil
	}
	doc, found := document.Parse(e.shown, data, document.Options{Lenient: true})
	if found.Refused() {
		l.found = append(l.found, found...)
	}
	if doc == nil {
		return nil
	}
	r := document.Reader{WrongType: diag.SettingsFile}
	if r.Map(doc.Root(), "the settings file", "start with a key such as  exclude:") {
		refuseMisspelled(&r, doc.Root())
	}
	list := doc.Root().Get(excludeKey)
	r.Strings(list, excludeKey)
	var patterns Exclusions
	for item := range list.Items() {
		if len(patterns) == maxPatterns {
			r.Error(item, diag.TooLarge, fmt.Sprintf("more than %d patterns", maxPatterns), "name directories instead of the files in them")
			break
		}
		if p, isText := item.Text(); !isText {
			continue // reported
		} else if message, hint := l.faultOf(p); message != "" {
			r.Error(item, diag.SettingsFile, message, hint)
		} else {
			patterns = append(patterns, newExclusion(p))
		}
	}
	l.found = append(l.found, r.Found...)
	return patterns
}

// refuseMisspelled reports a key that was probably meant as exclude. Other keys
// are those of validate.
func refuseMisspelled(r *document.Reader, root document.Value) {
	for e := range root.Entries() {
		if name := e.Name(); name != excludeKey && near.Distance(strings.ToLower(name), excludeKey, 2) <= 2 {
			r.Error(e.Key, diag.SettingsFile, "unknown key "+document.Quote(name)+" in the settings file", `did you mean "`+excludeKey+`"?`)
		}
	}
}

// backslashed finds a backslash that quotes nothing.
var backslashed = regexp.MustCompile(`\\[^]*?[\\^!-]|\\$`)

// faultOf returns what is wrong with a pattern that would leave out something else
// than its author meant, or nothing; "" if nothing is.
func (l *lister) faultOf(pattern string) (message, hint string) {
	_, err := path.Match(pattern, "")
	switch {
	case strings.HasPrefix(pattern, "!"):
		return "a pattern cannot bring back what another one leaves out", "remove " + diag.InBackticks(pattern) + ", and name only paths to leave out"
	case backslashed.MatchString(pattern):
		return "a backslash does not separate names", "write `" + strings.ReplaceAll(pattern, `\`, "/") + "`"
	case err != nil || strings.Trim(pattern, "/") == "" || path.Clean(pattern) == ".":
		return "invalid pattern " + document.Quote(pattern), "write a name such as `charts`, or a pattern such as `*.tmpl.yml`"
	case slices.Contains(strings.Split(pattern, "/"), ".."):
		return "a pattern is a path below the directory of this file, so it cannot have ..", "name the path as it is below that directory, such as `deploy/k8s`"
	}
	if d, ok := l.root.fsys.(disk); ok && strings.HasPrefix(pattern, "/") {
		if top, err := filepath.Abs(d.path(l.root.path)); err == nil {
			if below, inside := strings.CutPrefix(pattern, filepath.ToSlash(top)+"/"); inside && below != "" {
				return "a pattern is a path below the directory of this file", "write `/" + below + "`"
			}
		}
	}
	return "", ""
}

func newExclusion(pattern string) exclusion {
	name, onlyDirs := strings.CutSuffix(pattern, "/")
	if !strings.Contains(name, "/") {
		return exclusion{names: []string{name}, onlyDirs: onlyDirs}
	}
	return exclusion{strings.Split(strings.TrimPrefix(path.Clean(name), "/"), "/"), true, onlyDirs}
}

// Match reports whether a name below the root is left out. A pattern without a
// slash matches names in every directory; one with a slash, paths below the
// root, in which ** stands for any number of names. One that ends in a slash
// matches only directories.
func (x Exclusions) Match(below string, d fs.DirEntry) bool {
	return slices.ContainsFunc(x, func(e exclusion) bool {
		if e.onlyDirs && !d.IsDir() && d.Type()&fs.ModeSymlink == 0 {
			return false
		}
		if !e.below {
			return matches(e.names[0], path.Base(below))
		}
		return matchesAll(e.names, strings.Split(below, "/"))
	})
}

// matchesAll compares each name at most once with each pattern, however many ** there
// are: after one, only the last ** that was passed can take more names.
func matchesAll(patterns, names []string) bool {
	p, n := 0, 0
	lastStars, taken := -1, 0
	for n < len(names) {
		switch {
		case p < len(patterns) && patterns[p] == "**":
			lastStars, taken = p, n
			p++
		case p < len(patterns) && matches(patterns[p], names[n]):
			p++
			n++
		case lastStars >= 0:
			taken++
			p, n = lastStars+1, taken
		default:
			return false
		}
	}
	for p < len(patterns) && patterns[p] == "**" {
		p++
	}
	return p == len(patterns)
}

func matches(pattern, name string) bool {
	matched, _ := path.Match(pattern, name) // a bad pattern was reported
	return matched
}
