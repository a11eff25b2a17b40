package people

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/invisible"
)

// maxName is how long the name of a user may be, in bytes: as htpasswd has it.
const maxName = 255

// noPassword stands for the password of a user who only comes through a proxy. No
// password has it as its hash.
const noPassword = "*"

// Parse reads users, one per line: NAME:HASH, as htpasswd -B writes it, then :ROLE and
// :EMAIL if there are any. Servers that know the format take what comes after the hash
// for a comment. The warnings are about users who can sign in all the same; the error
// is [Problems].
func Parse(file string, data []byte) (*List, []Problem, error) {
	p := &parser{file: file, list: newList(), lines: map[string]int{}}
	for text := range bytes.SplitSeq(data, []byte("\n")) {
		p.line++
		p.user(strings.TrimSuffix(string(text), "\r"))
	}
	if len(p.problems) > 0 {
		return nil, nil, p.problems
	}
	p.list.finish()
	return p.list, p.warnings, nil
}

type parser struct {
	file     string
	line     int
	list     *List
	lines    map[string]int
	problems Problems
	warnings []Problem
}

func (p *parser) at(text string, offset int, message, hint string) Problem {
	return Problem{p.file, p.line, utf8.RuneCountInString(text[:offset]) + 1, message, hint}
}

// user reads a line.
func (p *parser) user(text string) {
	if strings.TrimSpace(text) == "" || text[0] == '#' {
		return
	}
	wrong := func(offset int, message, hint string) {
		p.problems = append(p.problems, p.at(text, offset, message, hint))
	}
	fields := strings.Split(text, ":")
	name := fields[0]
	if isHash(name) { // and no message tells it
		wrong(0, "the line begins with a hash, not with a name", "a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role")
		return
	}
	if message := checkName(name); message != "" {
		wrong(0, message, "a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role")
		return
	}
	if len(fields) == 1 {
		wrong(len(name), fmt.Sprintf("%q has no password", name), p.command(name, false))
		return
	}
	if first, twice := p.lines[name]; twice {
		wrong(0, fmt.Sprintf("%q is in line %d already", name, first), "remove one of the lines")
		return
	}
	p.lines[name] = p.line
	u := User{Name: name}
	offset := len(name) + 1
	if fields[1] != noPassword {
		u.hash = fields[1]
		message, weak := checkHash(u.hash)
		hint := p.command(name, len(fields) > 2)
		if message != "" {
			wrong(offset, fmt.Sprintf("the password of %q %s", name, message), hint)
			return
		}
		if weak != "" {
			p.warnings = append(p.warnings, p.at(text, offset, fmt.Sprintf("the password of %q %s", name, weak), hint))
		}
	}
	offset += len(fields[1]) + 1
	if len(fields) > 2 {
		u.Role = Role(strings.TrimSpace(fields[2]))
		if u.Role != "" && !u.Role.known() {
			wrong(offset, fmt.Sprintf("unknown role %q", shorten(string(u.Role))), "write reader, author or publisher after the password")
			return
		}
		offset += len(fields[2]) + 1
	}
	if len(fields) > 3 {
		u.Email = strings.TrimSpace(fields[3])
		if u.Email != "" && !isEmail(u.Email) {
			wrong(offset, fmt.Sprintf("%q is not an email address", shorten(u.Email)), "write one such as ann@example.com after the role, or nothing")
			return
		}
		offset += len(fields[3]) + 1
	}
	if len(fields) > 4 {
		wrong(offset-1, "there is more after the email address", "a line is NAME:HASH:ROLE:EMAIL")
		return
	}
	p.list.byName[name] = u
}

func (r Role) known() bool {
	for _, one := range roles {
		if r == one {
			return true
		}
	}
	return false
}

// checkName returns why a text cannot be the name of a user; empty if it can.
func checkName(name string) string {
	switch {
	case name == "":
		return "the name is empty"
	case len(name) > maxName:
		return fmt.Sprintf("the name is longer than %d bytes", maxName)
	case !utf8.ValidString(name):
		return "the name is not UTF-8"
	case strings.TrimSpace(name) != name:
		return fmt.Sprintf("the name %q begins or ends with a space", name)
	case strings.ContainsAny(name, "<>"):
		return fmt.Sprintf("the name %q has < or >, which no author of a commit can have", name)
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }):
		return fmt.Sprintf("the name %q has a control character", name)
	}
	if _, what, found := invisible.FindInName(name); found {
		return fmt.Sprintf("the name %q has a character that nobody sees: %s", name, what)
	}
	return ""
}

// isEmail reports whether a text is a bare email address.
func isEmail(text string) bool {
	if strings.ContainsAny(text, "<>()\",; ") || checkName(text) != "" {
		return false
	}
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}

// EmailIn returns the name of a user if it is an email address.
func EmailIn(name string) string {
	if isEmail(name) {
		return name
	}
	return ""
}

// command is what gives a user another password. It writes the line anew.
func (p *parser) command(name string, more bool) string {
	text := fmt.Sprintf("run htpasswd -B -C %d %s %s", goodCost, quote(p.file), quote(name))
	if more {
		text += ", and write the role after it again"
	}
	return text
}

// quote returns a text as a word for a shell.
func quote(text string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-/@+,=%", r)
	}
	if text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// shorten returns the beginning of a long text.
func shorten(text string) string {
	const most = 40
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
