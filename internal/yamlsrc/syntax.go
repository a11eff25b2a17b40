package yamlsrc

import (
	"regexp"
	"strconv"
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/diag"
)

// syntaxProblem explains why yaml.v3 could not parse the file. The position comes
// from our own search: yaml.v3 names the line where it gave up, the one where the
// surrounding map started, or none.
func syntaxProblem(doc *Document, err error, meter *budget.Meter) *diag.Diagnostic {
	if f, ok := findFault(doc.text, meter); ok {
		d := doc.errorAt(f.offset, f.code, f.message, f.hint)
		if f.related != "" {
			line, column := doc.place(f.relatedOffset)
			d.Related = &diag.Related{
				Position: diag.Position{File: doc.name, Line: line, Column: column},
				Message:  f.related,
			}
		}
		return &d
	}
	if i := strings.IndexAny(doc.text, "\u0085\u2028\u2029"); i >= 0 {
		d := doc.errorAt(i, diag.YAMLSyntax, "an invisible character breaks the line here", "delete it; most editors can show it")
		return &d
	}
	line, reason := parseMessage(err.Error())
	line = min(line, len(doc.lines))
	code := diag.YAMLSyntax
	if strings.Contains(reason, "exceeded max depth") {
		code = diag.TooDeep
	}
	column := len(doc.sourceLine(line)) - len(strings.TrimLeft(doc.sourceLine(line), " ")) + 1
	d := doc.Diagnose(line, column, diag.Error, code, "invalid YAML: "+reason,
		"check this line and the one before it; quote text with special characters")
	return &d
}

var messageLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(?s:(.*))$`)

// parseMessage splits a message of yaml.v3. Line numbers of its parser, unlike those
// of its scanner, are one too low.
func parseMessage(message string) (line int, reason string) {
	m := messageLine.FindStringSubmatch(message)
	if m == nil {
		return 1, strings.TrimPrefix(message, "yaml: ")
	}
	line, _ = strconv.Atoi(m[1])
	switch reason = m[2]; {
	case line == 0:
		line = 1
	case strings.HasPrefix(reason, "did not find expected ") && !strings.Contains(reason, "character"):
		line++
	}
	return line, reason
}

// manyDocuments returns the error for a second document in a file.
func manyDocuments(doc *Document) *diag.Diagnostic {
	offset, _ := secondDocument(doc.text)
	d := doc.errorAt(offset, diag.ManyDocuments, "a second YAML document starts here",
		"a file holds one document: remove the line ---, or move the rest to another file")
	return &d
}

// secondDocument finds the start of a second document: a second ---, or the content
// after the line ... of the first.
func secondDocument(src string) (offset int, ok bool) {
	begun, ended := false, false
	for pos := 0; pos < len(src); pos = nextLine(src, pos) {
		line := src[pos : pos+lineLength(src[pos:])]
		text := strings.TrimLeft(line, " \t")
		switch {
		case isMarker(line, "---"):
			if begun {
				return pos, true
			}
			begun = true
		case isMarker(line, "..."):
			ended = begun
		case text == "", text[0] == '#', line[0] == '%' && !begun:
		case ended:
			return pos, true
		default:
			begun = true
		}
	}
	return 0, false
}

// isMarker reports whether a line starts or ends a document.
func isMarker(line, marker string) bool {
	rest, ok := strings.CutPrefix(line, marker)
	return ok && (rest == "" || isBlank(rest[0]) || isBreak(rest[0]))
}
