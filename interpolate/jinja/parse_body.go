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
			return nil, p.unclosed()
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
			statements, err := p.statement()
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
func (p *parser) unclosed() *SyntaxError {
	open := p.blocks[len(p.blocks)-1]
	e := p.fail(open.pos, "'%s' is never closed", open.name)
	e.Hint = "add `{% end" + open.name + " %}`"
	return e
}

// unknownTag says why there is no such tag here.
func (p *parser) unknownTag(name string, pos int) *SyntaxError {
	e := p.fail(pos, "unknown tag %s", quote(name))
	opener, isEnd := strings.CutPrefix(name, "end")
	if name == "else" || name == "elif" {
		opener, isEnd = "if", true
	}
	switch {
	case isEnd && isTag(opener) && len(p.blocks) == 0:
		e.Message = fmt.Sprintf("'%s' without a matching '%s'", name, opener)
		e.Hint = "remove it, or add `{% " + opener + " … %}` before it"
	case isEnd && isTag(opener):
		open := p.blocks[len(p.blocks)-1].name
		e.Message = fmt.Sprintf("unexpected '%s': '%s' is still open", name, open)
		e.Hint = "write `{% end" + open + " %}`"
		if p.isOpen(opener) {
			e.Hint = "add `{% end" + open + " %}` before it"
		}
	case name == "do" || name == "break" || name == "continue" || name == "trans" || name == "debug":
		e.Hint = "this tag needs a Jinja2 extension that Rasa does not load"
	default:
		e.Hint = p.hintForTag(name)
	}
	return e
}

// isOpen reports whether a statement of this name is open.
func (p *parser) isOpen(name string) bool {
	return slices.ContainsFunc(p.blocks, func(o opened) bool { return o.name == name })
}

// otherTags are what other languages call Jinja2's tags.
var otherTags = map[string]string{
	"elseif": "elif", "elsif": "elif", "elsf": "elif", "otherwise": "else", "foreach": "for", "unless": "if not", "when": "if", "let": "set", "assign": "set", "var": "set",
}

// knownTags are the words that a tag may begin with.
var knownTags = []string{
	"if", "elif", "else", "endif", "for", "endfor", "set", "endset", "with", "endwith", "macro", "endmacro", "call", "endcall", "filter", "endfilter", "raw", "endraw", "block", "endblock", "print",
}

// hintForTag says what an unknown tag was probably meant to be.
func (p *parser) hintForTag(name string) string {
	lower := strings.ToLower(name)
	if right, ok := otherTags[lower]; ok {
		return "write `" + right + "`"
	}
	if strings.HasPrefix(lower, "end") && len(p.blocks) > 0 {
		return "write `{% end" + p.blocks[len(p.blocks)-1].name + " %}`"
	}
	inside := p.lex.src.text[p.cur.pos:]
	end := tagClose(inside)
	bare := end < len(inside) && path(inside) == strings.TrimSpace(inside[:end])
	if right, ok := nearestOf(lower, knownTags); ok && len(name) > 2 && (!bare || right == "else" || strings.HasPrefix(right, "end")) {
		return "write `" + right + "`"
	}
	if bare {
		return "to print it, write `{{ " + path(inside) + " }}`"
	}
	return ""
}

func isTag(name string) bool {
	switch name {
	case "for", "if", "macro", "call", "filter", "set", "with", "autoescape", "raw", "block":
		return true
	}
	return false
}
