package source

import (
	"errors"
	"fmt"
	"io/fs"

	"nlgserver/internal/diag"
)

func (l *lister) fail(shown string, err error) { l.found = append(l.found, unreadable(shown, err)) }

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

// unreadable says why something cannot be read, without repeating where.
func unreadable(path string, err error) diag.Diagnostic {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return diag.Diagnostic{
		Position: diag.Position{File: path},
		Severity: diag.Error,
		Code:     diag.Unreadable,
		Message:  fmt.Sprintf("cannot be read: %v", err),
	}
}
