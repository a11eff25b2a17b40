package diag

import (
	"fmt"
	"io"
	"strings"
)

// WriteGitHub writes the list as workflow commands. A GitHub workflow shows them
// as annotations on the lines.
func (l List) WriteGitHub(w io.Writer) error {
	for _, d := range l {
		var b strings.Builder
		fmt.Fprintf(&b, "::%s file=%s", d.Severity, property(d.File))
		if d.Line > 0 {
			fmt.Fprintf(&b, ",line=%d", d.Line)
		}
		if d.Column > 0 {
			fmt.Fprintf(&b, ",col=%d", d.Column)
		}
		message := d.explained()
		fmt.Fprintf(&b, ",title=%s::%s\n", property(string(d.Code)), data(message))
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// data escapes the message of a workflow command, which must stay on one line.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property escapes a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
