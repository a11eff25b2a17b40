package lint

import (
	"bytes"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// The comments that ignore codes: on the same line or the line below, and in a
// whole file.
const (
	ignoreMark     = "nlg:ignore"
	ignoreFileMark = "nlg:ignore-file"
)

// Ignore removes the diagnostics that comments in the files ignore, and adds
// diagnostics for faulty comments. Diagnostics that keep content from loading
// cannot be ignored.
func Ignore(files []nlg.File, found diag.List) diag.List {
	ignored := map[diag.Position]map[diag.Code]bool{}
	var faults diag.List
	for _, f := range files {
		if bytes.Contains(f.Data, []byte(ignoreMark)) {
			faults = append(faults, readIgnores(f, ignored)...)
		}
	}
	isIgnored := func(d diag.Diagnostic) bool {
		if d.Severity == diag.Error {
			return false
		}
		return ignored[diag.Position{File: d.File}][d.Code] || ignored[diag.Position{File: d.File, Line: d.Line}][d.Code]
	}
	found = append(slices.DeleteFunc(slices.Clone(found), isIgnored), faults...)
	found.Sort()
	return found
}

// readIgnores records the codes that the comments in a file name, by the lines
// that they apply to. Line 0 stands for the file.
func readIgnores(f nlg.File, ignored map[diag.Position]map[diag.Code]bool) diag.List {
	var faults diag.List
	number := 0
	for line := range bytes.Lines(f.Data) {
		number++
		text := strings.TrimRight(string(line), "\r\n")
		before, comment, ok := cutComment(text)
		if !ok {
			continue
		}
		lines := []int{number}
		if strings.TrimSpace(before) == "" {
			lines = append(lines, number+1)
		}
		rest := strings.TrimPrefix(comment, ignoreMark)
		if inFile, ok := strings.CutPrefix(comment, ignoreFileMark); ok {
			rest, lines = inFile, []int{0}
		}
		codes := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
		fault := func(message, hint string) {
			faults = append(faults, diag.Diagnostic{
				Position: diag.Position{File: f.Path, Line: number, Column: len([]rune(before)) + 1},
				Severity: diag.Warning, Code: diag.UnknownCode, Message: message, Hint: hint, Source: text,
			})
		}
		if len(codes) == 0 {
			fault("this comment does not name a code to ignore", "write `# nlg:ignore CODE`, with the code to ignore, or remove the comment")
		}
		for _, code := range codes {
			c := diag.Code(code)
			if _, known := diag.Describe(c); !known {
				fault("unknown code "+quote(code), "docs/diagnostics.md lists the codes; remove it from the comment if it is none of them")
				continue
			}
			for _, at := range lines {
				p := diag.Position{File: f.Path, Line: at}
				if ignored[p] == nil {
					ignored[p] = map[diag.Code]bool{}
				}
				ignored[p][c] = true
			}
		}
	}
	return faults
}

// cutComment splits a line at an nlg:ignore comment.
func cutComment(line string) (before, comment string, ok bool) {
	i := strings.Index(line, ignoreMark)
	if i < 0 {
		return "", "", false
	}
	start := strings.LastIndexByte(line[:i], '#')
	if start < 0 || strings.TrimSpace(line[start+1:i]) != "" || start > 0 && line[start-1] != ' ' && line[start-1] != '\t' {
		return "", "", false
	}
	return line[:start], line[i:], true
}
