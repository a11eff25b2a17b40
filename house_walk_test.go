package nlgserver_test

import (
	"go/ast"
	"go/token"
	"slices"
)

// names are the local names of a block; outer those around it.
type names struct {
	local map[string]bool
	outer *names
}

func (n *names) declare(idents ...*ast.Ident) {
	if n.local == nil {
		n.local = map[string]bool{}
	}
	for _, id := range idents {
		n.local[id.Name] = true
	}
}

func (n *names) has(name string) bool {
	for ; n != nil; n = n.outer {
		if n.local[name] {
			return true
		}
	}
	return false
}

// changers are the functions that change their first argument.
var changers = []string{
	"append", "clear", "copy", "delete",
	"maps.Copy", "maps.DeleteFunc", "slices.Compact", "slices.Delete", "slices.Insert", "slices.Reverse", "slices.Sort",
	"slices.SortFunc", "slices.SortStableFunc", "sort.Slice", "sort.SliceStable", "sort.Strings",
}

func (s *state) function(outer *names, recv *ast.FieldList, typ *ast.FuncType, body *ast.BlockStmt) {
	n := &names{outer: outer}
	for _, list := range []*ast.FieldList{recv, typ.Params, typ.Results} {
		if list == nil {
			continue
		}
		for _, field := range list.List {
			n.declare(field.Names...)
		}
	}
	s.node(n, body)
}

// node walks one part of a program. Whatever opens a scope of its own is walked
// with names of its own.
func (s *state) node(n *names, root ast.Node) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.FuncLit:
			s.function(n, nil, x.Type, x.Body)
			return false
		case *ast.BlockStmt, *ast.IfStmt, *ast.ForStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.CaseClause, *ast.CommClause:
			if node != root {
				s.node(&names{outer: n}, node)
				return false
			}
		case *ast.RangeStmt:
			if node != root {
				s.node(&names{outer: n}, node)
				return false
			}
			s.assign(n, x.Tok, x.Key, x.Value)
		case *ast.AssignStmt:
			for _, e := range x.Rhs {
				s.node(n, e) // before the names on the left exist
			}
			s.assign(n, x.Tok, x.Lhs...)
			for _, e := range x.Lhs {
				s.node(n, e)
			}
			return false
		case *ast.IncDecStmt:
			s.assign(n, token.ASSIGN, x.X)
		case *ast.DeclStmt:
			for _, spec := range x.Decl.(*ast.GenDecl).Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					n.declare(v.Names...)
				}
			}
		case *ast.UnaryExpr:
			if x.Op == token.AND {
				s.use(n, x.X, x, "the address of %s is taken")
			}
		case *ast.CallExpr:
			if name := spelled(x.Fun); len(x.Args) > 0 && slices.Contains(changers, name) {
				s.use(n, x.Args[0], x, "%s is passed to "+name)
			}
		}
		return true
	})
}

func (s *state) assign(n *names, tok token.Token, targets ...ast.Expr) {
	for _, t := range targets {
		if t == nil {
			continue
		}
		if id, ok := t.(*ast.Ident); ok && tok == token.DEFINE {
			n.declare(id)
			continue
		}
		s.use(n, t, t, "%s is assigned to")
	}
}

// use reports what is done to a package variable.
func (s *state) use(n *names, target ast.Expr, at ast.Node, format string) {
	if id := root(target); id != nil && s.variables[id.Name] && !n.has(id.Name) {
		s.fault(at, format, id.Name)
	}
}
