package content

import (
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Copy says why a file is a copy of another, to judge by its name or that of a
// directory that it is in. The zero Copy is of a file that is none.
type Copy struct {
	// Name is the name that says so: "responses - Copy.yml", or that of a directory.
	Name string
	// Of is the path of the original, a file or a directory beside it. It is empty
	// if the name is nothing but the mark of a copy, such as backup.
	Of string
}

// IsCopy reports whether the file is a copy.
func (c Copy) IsCopy() bool { return c.Name != "" }

// Copies finds files that are copies: those whose name, or that of a directory
// below the root, is the name of a file or directory beside it plus the mark of a
// copy, as in "responses - Copy.yml", or nothing but a mark, as in backup/. The
// result has one element for each file, and does not depend on their order.
func Copies(files []File) []Copy {
	beside := neighbors{}
	for _, f := range files {
		for dir, name := range f.elements() {
			key := neighbor{dir, fold(stem(name))}
			if other, known := beside[key]; !known || dir+name < other {
				beside[key] = dir + name
			}
		}
	}
	copies := make([]Copy, len(files))
	known := map[string]Copy{} // of directories
	for i, f := range files {
		for dir, name := range f.elements() {
			c, done := known[dir+name]
			if !done {
				if c = beside.copied(dir, name); dir+name != f.Path {
					known[dir+name] = c
				}
			}
			if c.IsCopy() {
				copies[i] = c
				break
			}
		}
	}
	return copies
}

// elements yields the names in the file's path from below its root on, each with
// the path of its directory. The user chose the names above.
func (f *File) elements() func(yield func(dir, name string) bool) {
	return func(yield func(dir, name string) bool) {
		below := f.Name
		if f.Direct {
			below = path.Base(f.Path)
		} else if below == "" || !strings.HasSuffix(f.Path, below) {
			below = f.Path
		}
		for start := len(f.Path) - len(below); start < len(f.Path); {
			end := strings.IndexByte(f.Path[start:], '/')
			if end < 0 {
				end = len(f.Path) - start
			}
			if end > 0 && !yield(f.Path[:start], f.Path[start:start+end]) {
				return
			}
			start += end + 1
		}
	}
}

// neighbors are the paths of files and directories by where they are.
type neighbors map[neighbor]string

type neighbor struct{ dir, stem string }

// copied judges a name in a directory.
func (n neighbors) copied(dir, name string) Copy {
	of := fold(stem(name))
	if markOnly.MatchString(of) {
		return Copy{Name: name}
	}
	for i := len(of) - 1; i > 0; i-- {
		if original := n[neighbor{dir, of[:i]}]; original != "" && copySuffix.MatchString(of[i:]) {
			return Copy{name, original}
		}
	}
	for i := 1; i < len(of); i++ {
		if original := n[neighbor{dir, of[i:]}]; original != "" && copyPrefix.MatchString(of[:i]) {
			return Copy{name, original}
		}
	}
	return Copy{}
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

// fold returns a name in the form in which names are compared: macOS may write an
// accent as a character of its own, and file systems that ignore case exist.
func fold(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// The marks of copies: those of file managers in several languages, of programs
// that keep directories the same, of editors and git, and those that authors
// write. File managers separate theirs by a blank, whatever the language.
const (
	backupWord = `(?:backups?|back-up|bak|bkp|old|orig|prev|previous|tmp|archives?|archived|sicherung|sicherungskopie|sauvegarde|respaldo)`
	copyWord   = `(?:copy|copies|copie|copia|cópia|còpia|kopie|kopia|kopi|kopija|kopio|kopya|kópia|másolat|копия|копія|副本|拷贝|複製|コピー|복사본|` +
		`original|saved?|` + backupWord + `)`
	copyNumber   = `(?:[ ._-]*\(?[0-9][0-9 ._:-]*\)?)?`
	conflictWord = `(?:(?:sf)?conflic?t(?:ed|o)?|konflikt|conflitto|競合)`
	date         = `(?:19|20)[0-9]{2}[._-]?[01][0-9][._-]?[0-3][0-9]`
	machine      = `(?:(?:desktop|laptop|win)-[a-z0-9]+|(?:.*[^a-z])?(?:macbook|imac|mac-mini|iphone|ipad)(?:[^a-z].*)?)`
)

var (
	copySuffix = regexp.MustCompile(`^(?:\.ya?ml)?(?:` +
		`~[0-9-]*` + `|` +
		` .+` + `|` +
		`\([0-9]+\)` + `|` +
		`(?:[._-]+[([]?|[([]|の|的)` + copyWord + copyNumber + `[)\]]?` + `|` +
		`[._([-](?:.*[^\pL])?` + conflictWord + `(?:[^\pL].*)?` + `|` +
		`_conf\([0-9]+\)` + `|` +
		`[._-]` + date + `(?:[^0-9].*|[0-9]{4,6})?` + `|` +
		`-` + machine + `|` +
		`[._](?:backup|base|local|remote)[._][0-9]+` +
		`)+$`)
	copyPrefix = regexp.MustCompile(`^(?:` +
		copyWord + copyNumber + `[ ._～-]+(?:(?:of|de|von|van|av|af|di)[ _])?` +
		`)+$`)
	markOnly = regexp.MustCompile(`^[._-]*` + backupWord + copyNumber + `[._-]*$`)
)
