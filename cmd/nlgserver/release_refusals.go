package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/internal/width"
	"nlgserver/release"
)

// writeRefusals writes why replicas refuse what they are to serve.
func writeRefusals(w io.Writer, s *release.Status, colored bool) error {
	for _, r := range s.Replicas {
		for _, why := range r.Refusals {
			if _, err := fmt.Fprintf(w, "\n%s refuses %s: %s\n", r.Replica, whatIs(&why), width.Printable(why.Reason)); err != nil {
				return err
			}
			if err := diag.WritePainted(w, printable(why.Diagnostics), diagnosticPaint(colored)); err != nil {
				return err
			}
		}
	}
	return nil
}

// printable returns findings that a replica tells as a terminal may show them. Anybody with
// a token of a replica can write them.
func printable(found diag.List) diag.List {
	safe := slices.Clone(found)
	for i := range safe {
		d := &safe[i]
		d.Position = printablePosition(d.Position)
		d.Code, d.Message = diag.Code(width.Printable(string(d.Code))), width.Printable(d.Message)
		d.Hint, d.Source = width.Printable(d.Hint), width.Printable(d.Source)
		if r := d.Related; r != nil {
			d.Related = &diag.Related{Position: printablePosition(r.Position), Message: width.Printable(r.Message)}
		}
		if o := d.Others; o != nil {
			d.Others = &diag.Others{Count: o.Count}
			for _, p := range o.Positions {
				d.Others.Positions = append(d.Others.Positions, printablePosition(p))
			}
		}
	}
	return safe
}

func printablePosition(p diag.Position) diag.Position {
	p.File = width.Printable(p.File)
	return p
}

// whatIs names what is refused.
func whatIs(r *release.Refusal) string {
	switch {
	case r.Number > 0:
		return "release " + strconv.Itoa(r.Number)
	case r.Version != "":
		return shortVersion(r.Version)
	default:
		return "what the store has"
	}
}

// byWhom ends a sentence about a move.
func byWhom(by, message string) string {
	text := ""
	if by != "" {
		text = ", by " + width.Printable(nameOnly(by))
	}
	if message != "" {
		text += ": " + width.Printable(firstLine(message))
	}
	return text
}

// serving says for how long a replica serves what it does, by its own clock.
func serving(r *release.ReplicaStatus) string {
	if r.Since.IsZero() || r.At.IsZero() {
		return "–"
	}
	return ago(r.At.Sub(r.Since) + r.Age)
}

func fromLastGood(r *release.ReplicaStatus) string {
	if r.FromLastGood {
		return ", from the last good copy"
	}
	return ""
}

func numberOrDash(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

func dashIfEmpty(text string) string { return orDash(list(text)) }

// isTerminalOut reports whether somebody sees what is written.
func isTerminalOut(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// ago returns an age in words, to the second, such as "4s" or "2h3m".
func ago(age time.Duration) string {
	age = max(age, 0)
	switch {
	case age >= 48*time.Hour:
		return strconv.Itoa(int(age/(24*time.Hour))) + "d"
	case age >= time.Hour:
		return fmt.Sprintf("%dh%dm", int(age/time.Hour), int(age%time.Hour/time.Minute))
	default:
		return age.Round(time.Second).String()
	}
}
