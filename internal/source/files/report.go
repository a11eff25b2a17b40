package files

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

func (l *lister) fail(shown string, err error) {
	l.found = append(l.found, source.Unreadable(shown, err))
}

// checkReplaced warns of a file that will never change, because it is not the one
// at that path outside of a container any more.
func (l *lister) checkReplaced(e entry) {
	if _, ok := e.root.fsys.(disk); !ok || !isReplaced(e.onDisk(), e.info) {
		return
	}
	l.found = append(l.found, diag.Diagnostic{
		Position: diag.Position{File: e.shown},
		Severity: diag.Warning,
		Code:     diag.Unreadable,
		Message:  "the file was replaced outside of its mount; the old file is still read",
		Hint:     "mount the directory instead of the file, or restart the container after each change",
	})
}

func (l *lister) nothing(shown, format string, args ...any) {
	l.report(shown, diag.NoResponses, format, args...)
}

func (l *lister) tooLarge(shown, format string, args ...any) {
	l.report(shown, diag.TooLarge, format, args...)
}

func (l *lister) report(shown string, code diag.Code, format string, args ...any) {
	l.found = append(l.found, diag.Diagnostic{
		Position: diag.Position{File: shown},
		Severity: diag.Error,
		Code:     code,
		Message:  fmt.Sprintf(format, args...),
	})
}

// looksLikeContent reports whether a file that is not read seems to be content.
func (l *lister) looksLikeContent(e entry, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink != 0 {
		if _, out := l.leadsOut(e); out {
			return false
		}
	}
	data, err := readHead(e.root.fsys, e.path, maxHead)
	return err == nil && source.LooksLikeContent(data)
}

// misnamed warns about a file that would be content if its name ended otherwise.
func (l *lister) misnamed(e entry, better string) {
	l.renamed = append(l.renamed, path.Join(path.Dir(e.name), better))
	l.found = append(l.found, diag.Diagnostic{
		Position: diag.Position{File: e.shown},
		Severity: diag.Warning,
		Code:     diag.SkippedFile,
		Message:  "this file is not read: the name of a response file must end in .yml or .yaml, in lower case",
		Hint:     "rename it to `" + better + "`",
	})
}

// whyNothing is the hint for a directory in which no file is content.
func (l *lister) whyNothing() string {
	const most = 3
	switch names := l.renamed; {
	case len(names) > most:
		return fmt.Sprintf("rename its files to `%s`, and so on", strings.Join(names[:most], "`, `"))
	case len(names) > 0:
		return "rename its files to `" + strings.Join(names, "`, `") + "`"
	case l.leftOut:
		return "`" + excludeKey + ":` in " + source.SettingsFile + " leaves paths out: remove the pattern that names its files"
	default:
		return ""
	}
}
