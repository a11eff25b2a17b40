package files

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/source"
)

// exclusions are the patterns of names that are left out of a directory: the
// list below exclude: in the settings in it.
type exclusions []string

// exclusions reads those of the root. A fault is an error: without the patterns,
// files would go live that must not.
func (l *lister) exclusions() exclusions {
	e := l.at(source.SettingsFile)
	data, err := readRegular(l.root.fsys, e.path, l.opts.MaxFileSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		l.fail(e.shown, err)
		return nil
	}
	doc, found := document.Parse(e.shown, data, document.Options{})
	if doc == nil {
		l.found = append(l.found, found...)
		return nil
	}
	r := document.Reader{WrongType: diag.SettingsFile}
	list := doc.Root().Get("exclude")
	var patterns exclusions
	r.Strings(list, "exclude")
	for item := range list.Items() {
		p, isText := item.Text()
		if !isText {
			continue // reported
		}
		if _, err := path.Match(p, ""); err != nil || strings.Trim(p, "/") == "" {
			r.Error(item, diag.SettingsFile, "invalid pattern "+document.Quote(p), "write a name such as `charts`, or a pattern such as `*.tmpl.yml`")
			continue
		}
		patterns = append(patterns, p)
	}
	l.found = append(l.found, r.Found...)
	return patterns
}

// match reports whether a name below the root is left out. A pattern without a
// slash matches names in every directory; one with a slash, paths below the
// root. One that ends in a slash matches only directories.
func (x exclusions) match(below string, d fs.DirEntry) bool {
	return slices.ContainsFunc(x, func(pattern string) bool {
		name, onlyDirs := strings.CutSuffix(pattern, "/")
		if onlyDirs && !d.IsDir() && d.Type()&fs.ModeSymlink == 0 {
			return false
		}
		subject := path.Base(below)
		if strings.Contains(name, "/") {
			name, subject = strings.TrimPrefix(path.Clean(name), "/"), below
		}
		matched, _ := path.Match(name, subject) // a bad pattern was reported
		return matched
	})
}
