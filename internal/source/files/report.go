package files

import (
	"fmt"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

func (l *lister) fail(shown string, err error) {
	l.found = append(l.found, source.Unreadable(shown, err))
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
