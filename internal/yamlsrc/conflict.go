package yamlsrc

import (
	"strings"

	"nlgserver/internal/diag"
)

// The marks that git leaves at the start of a line where it could not merge.
// Between them, ======= stands alone; it may be text.
var conflictMarks = [...]string{"<<<<<<<", "|||||||", ">>>>>>>"}

// findConflict returns the start of the first line that certainly is a mark of a
// merge conflict, -1 if there is none. The text of a valid file hardly ever starts
// such a line: it is indented.
func findConflict(src string) int {
	first := -1
	for _, mark := range conflictMarks {
		for from := 0; ; {
			i := strings.Index(src[from:], mark)
			if i < 0 {
				break
			}
			i += from
			if isConflictMark(src, i, mark) {
				if first < 0 || i < first {
					first = i
				}
				break
			}
			from = i + len(mark)
		}
	}
	return first
}

// conflictBefore is findConflict up to an offset. There ======= is a mark too.
func conflictBefore(src string, end int) int {
	src = src[:end]
	first := findConflict(src)
	for from := 0; ; {
		i := strings.Index(src[from:], "=======")
		if i < 0 {
			return first
		}
		i += from
		if isConflictMark(src, i, "=======") && (first < 0 || i < first) {
			return i
		}
		from = i + 7
	}
}

func isConflictMark(src string, i int, mark string) bool {
	if i > 0 && !isBreak(src[i-1]) {
		return false
	}
	rest := src[i+len(mark):]
	return rest == "" || isBreak(rest[0]) || rest[0] == ' ' && mark != "======="
}

// checkConflict returns the error for a file with marks of a merge conflict. It may
// be valid YAML, for example if they are inside of quotes.
func checkConflict(doc *Document) *diag.Diagnostic {
	i := findConflict(doc.text)
	if i < 0 {
		return nil
	}
	d := doc.errorAt(i, diag.MergeConflict, conflictMessage, conflictHint(doc.text[i:]))
	return &d
}

const conflictMessage = "a merge conflict of git is not resolved here"

// conflictHint returns the hint for a mark.
func conflictHint(mark string) string {
	if mark[0] == '<' {
		return "keep one of the two sides, and delete the lines <<<<<<<, ======= and >>>>>>>"
	}
	return "delete this line; check that the lines around it are not there twice"
}
