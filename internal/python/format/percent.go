package format

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Percent is Python's format % args. A tuple is a list of arguments, any other
// value a single one; a dict also answers %(name)s. limit bounds the result in
// bytes, and the budget the work. The error is a *[Error].
func Percent(format string, args python.Value, limit int, work *budget.Budget) (string, error) {
	p := percent{text: format, out: output{limit: limit, budget: work}, whole: args}
	p.args = []python.Value{args}
	switch args.Kind() {
	case python.KindTuple:
		p.args = args.Items()
	case python.KindDict, python.KindList: // to Python a list has keys as well
		p.mapping = true
	}
	if err := p.run(); err != nil {
		return "", err
	}
	return string(p.out.buf), nil
}

// percent is one run of [Percent].
type percent struct {
	text string
	pos  int
	out  output

	whole   python.Value
	mapping bool           // whole answers %(name)s
	args    []python.Value // what has not been used
}

// directive is one %… of the format, after its arguments for * are read.
type directive struct {
	left, plus, blank, alternate, zero bool // - + space # 0
	width, precision                   int  // -1 if absent
	verb                               rune
	verbAt                             int // byte offset of the verb
}

func (p *percent) run() error {
	for {
		i := strings.IndexByte(p.text[p.pos:], '%')
		if i < 0 {
			break
		}
		if err := p.out.text(p.text[p.pos : p.pos+i]); err != nil {
			return err
		}
		p.pos += i + 1
		if strings.HasPrefix(p.text[p.pos:], "%") {
			p.pos++
			if err := p.out.text("%"); err != nil {
				return err
			}
			continue
		}
		if err := p.out.spend(fieldUnits); err != nil {
			return err
		}
		d, err := p.directive()
		if err != nil {
			return err
		}
		if err := p.convert(&d); err != nil {
			return err
		}
	}
	if len(p.args) > 0 && !p.mapping {
		return errorf(TypeError, "not all arguments converted during string formatting")
	}
	return p.out.text(p.text[p.pos:])
}

func (p *percent) nextArg() (python.Value, error) {
	if len(p.args) == 0 {
		return python.None(), errorf(TypeError, "not enough arguments for format string")
	}
	v := p.args[0]
	p.args = p.args[1:]
	return v, nil
}

// key reads (name) and makes that entry of the mapping the only argument.
func (p *percent) key() error {
	if !p.mapping {
		return errorf(TypeError, "format requires a mapping")
	}
	start, depth := p.pos+1, 0
	for ; p.pos < len(p.text); p.pos++ {
		switch p.text[p.pos] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			break
		}
	}
	if depth > 0 {
		return errorf(ValueError, "incomplete format key")
	}
	v, err := itemNamed(p.whole, p.text[start:p.pos])
	if err != nil {
		return err
	}
	p.pos++
	p.args = []python.Value{v}
	return nil
}
