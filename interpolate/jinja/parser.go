package jinja

import "nlgserver/internal/python"

// parser builds the tree of a template.
type parser struct {
	lex lexer
	// cur is the current token, ahead the next one if it has been looked at.
	cur, ahead token
	looked     bool

	nesting  int      // of expressions
	blocks   []opened // the open statements, outermost first
	escape   escaping // inside of {% autoescape %}
	mutators bool     // the template names a method that changes its object
	declared map[string]*blockStmt
}

// opened is an open statement.
type opened struct {
	name string
	pos  int
}

// parse reads a whole template.
func parse(src source) (p *parser, body []stmt, err error) {
	p = &parser{lex: lexer{src: src}}
	if p.cur, err = p.lex.next(); err != nil {
		return nil, nil, err
	}
	body, err = p.body(nil)
	return p, body, err
}

func (p *parser) fail(pos int, format string, args ...any) *SyntaxError {
	return p.lex.fail(pos, format, args...)
}

// advance passes the current token.
func (p *parser) advance() (err error) {
	if p.looked {
		p.cur, p.looked = p.ahead, false
		return nil
	}
	p.cur, err = p.lex.next()
	return err
}

// look returns the token after the current one.
func (p *parser) look() (t *token, err error) {
	if !p.looked {
		if p.ahead, err = p.lex.next(); err != nil {
			return nil, err
		}
		p.looked = true
	}
	return &p.ahead, nil
}

// skipName passes the current token if it is this name.
func (p *parser) skipName(name string) (bool, error) {
	if !p.cur.named(name) {
		return false, nil
	}
	return true, p.advance()
}

// skip passes the current token if it is this operator.
func (p *parser) skip(operator string) (bool, error) {
	if !p.cur.is(operator) {
		return false, nil
	}
	return true, p.advance()
}

func (p *parser) expect(operator string) error {
	ok, err := p.skip(operator)
	if err == nil && !ok {
		err = p.unexpected("'" + operator + "'")
	}
	return err
}

func (p *parser) expectName() (string, error) {
	if p.cur.kind != tokenName {
		return "", p.unexpected("a name")
	}
	name := p.cur.text
	return name, p.advance()
}

func (p *parser) expectKind(k kind) error {
	if p.cur.kind != k {
		return p.unexpected((&token{kind: k}).describe())
	}
	return p.advance()
}

// unexpected says that the current token is not what is expected here.
func (p *parser) unexpected(wanted string) *SyntaxError {
	return p.fail(p.cur.pos, "expected %s, got %s", wanted, p.cur.describe())
}

// deeper opens one level of nesting; the caller restores p.nesting.
func (p *parser) deeper() error {
	p.nesting++
	if p.nesting > maxNesting {
		return p.fail(p.cur.pos, "the expression is nested more than %d levels deep", maxNesting)
	}
	return nil
}

// mention notes the name of an attribute: if no template text can name a method
// that changes a list or a dict, the data need not be copied.
func (p *parser) mention(name string) {
	if mutators[name] {
		p.mutators = true
	}
}

func constant(v python.Value) expr { return &constExpr{v} }
