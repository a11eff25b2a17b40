package jinja

import (
	"fmt"
	"slices"
	"strings"
)

// body reads text and statements up to a tag with one of these names, whose name
// is then the current token; up to the end of the template without names.
func (p *parser) body(ends []string) ([]stmt, error) {
	var body []stmt
	for {
		switch p.cur.kind {
		case tokenEOF:
			if ends == nil {
				return body, nil
			}
			return nil, p.unclosed(ends)
		case tokenText:
			if p.cur.text != "" {
				body = append(body, &textStmt{p.cur.text})
			}
			if err := p.advance(); err != nil {
				return nil, err
			}
		case tokenPrintBegin:
			s, err := p.print()
			if err != nil {
				return nil, err
			}
			body = append(body, s)
		default:
			if err := p.advance(); err != nil {
				return nil, err
			}
			if p.cur.kind == tokenName && slices.Contains(ends, p.cur.text) {
				return body, nil
			}
			statements, err := p.statement(ends)
			if err != nil {
				return nil, err
			}
			if err := p.expectKind(tokenBlockEnd); err != nil {
				return nil, err
			}
			body = append(body, statements...)
		}
	}
}

// print reads {{ expression }}.
func (p *parser) print() (stmt, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	s := &printStmt{escape: p.escape, pos: p.cur.pos}
	var err error
	if s.value, err = p.tuple(true, false); err != nil {
		return nil, err
	}
	return s, p.expectKind(tokenPrintEnd)
}

// block reads the rest of a tag, which may end in a colon, and the body after
// it. The name of the tag that ends the body is then the current token.
func (p *parser) block(ends ...string) ([]stmt, error) {
	if _, err := p.skip(":"); err != nil {
		return nil, err
	}
	if err := p.expectKind(tokenBlockEnd); err != nil {
		return nil, err
	}
	return p.body(ends)
}

// lastBlock is block for a body that ends its statement.
func (p *parser) lastBlock(end string) ([]stmt, error) {
	body, err := p.block(end)
	if err != nil {
		return nil, err
	}
	return body, p.advance()
}

// unclosed says that the template ends within a statement.
func (p *parser) unclosed(ends []string) *SyntaxError {
	e := p.fail(p.cur.pos, "'%s' is never closed", p.blocks[len(p.blocks)-1])
	e.Hint = "add " + tags(ends)
	return e
}

// unknownTag says why there is no such tag here.
func (p *parser) unknownTag(name string, pos int, ends []string) *SyntaxError {
	e := p.fail(pos, "unknown tag %s", quote(name))
	opener, isEnd := strings.CutPrefix(name, "end")
	if name == "else" || name == "elif" {
		opener, isEnd = "if", true
	}
	switch {
	case isEnd && isTag(opener) && len(p.blocks) == 0:
		e.Message = fmt.Sprintf("'%s' without a matching '%s'", name, opener)
	case isEnd && isTag(opener):
		e.Message = fmt.Sprintf("unexpected '%s': '%s' is still open", name, p.blocks[len(p.blocks)-1])
		e.Hint = "add " + tags(ends)
	case name == "do" || name == "break" || name == "continue" || name == "trans" || name == "debug":
		e.Hint = "this tag needs a Jinja2 extension that Rasa does not load"
	}
	return e
}

// tags spells names as tags, for messages.
func tags(names []string) string {
	return "{% " + strings.Join(names, " %} or {% ") + " %}"
}

func isTag(name string) bool {
	switch name {
	case "for", "if", "macro", "call", "filter", "set", "with", "autoescape", "raw", "block":
		return true
	}
	return false
}
