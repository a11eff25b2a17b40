package lint

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/responses"
)

// sent is a text as it is sent when every variable is filled with the same
// placeholder.
type sent struct {
	text string
	// raw is set for a text that is sent as written, braces included.
	raw bool
	// written is the text as written in the file.
	written string
	// placeholder is what each variable is filled with.
	placeholder string
}

// send fills a written text.
func send(t *responses.Text, placeholder string) sent {
	s := sent{text: t.Source, written: t.Source, placeholder: placeholder}
	if t.Format == nil || !strings.ContainsAny(t.Source, "{}") {
		s.raw = true
		return s
	}
	vars := python.NewDict(2)
	for _, name := range t.Variables() {
		// An odd name can never be filled.
		if !isOdd(name) {
			vars.Set(name, python.Str(placeholder))
		}
	}
	out, problem := t.Format.Append(nil, vars, nil)
	s.text, s.raw = string(out), problem != nil
	return s
}

// offset maps a byte offset in the text as sent to one in the text as written.
func (s *sent) offset(of int) int {
	if s.raw {
		return of
	}
	i, j := 0, 0
	for i < len(s.written) && j < of {
		switch two := s.written[i:min(i+2, len(s.written))]; {
		case two == "{{" || two == "}}":
			i, j = i+2, j+1
		case s.written[i] == '{':
			end := strings.IndexByte(s.written[i:], '}')
			if j += len(s.placeholder); j > of || end < 0 {
				return i
			}
			i += end + 1
		default:
			i, j = i+1, j+1
		}
	}
	return i
}
