package nlgserver_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// mutableState returns what changes a package variable, or may change it.
func mutableState(fset *token.FileSet, files []*ast.File) []string {
	s := state{fset: fset, variables: map[string]bool{}}
	for _, f := range files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				s.declare(g)
			}
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil {
					s.function(nil, d.Recv, d.Type, d.Body)
				}
			case *ast.GenDecl:
				if d.Tok == token.VAR {
					s.node(&names{}, d)
				}
			}
		}
	}
	return s.faults
}

type state struct {
	fset      *token.FileSet
	variables map[string]bool
	faults    []string
}

func (s *state) fault(at ast.Node, format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf("%s: ", s.fset.Position(at.Pos()))+fmt.Sprintf(format, args...))
}

// stateful are types whose every use changes them.
var stateful = []string{"sync.Mutex", "sync.RWMutex", "sync.Map", "sync.Pool", "sync.WaitGroup", "sync.Once"}

func (s *state) declare(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		if isEmbedded(g.Doc) || isEmbedded(v.Doc) {
			continue
		}
		for i, name := range v.Names {
			if name.Name == "_" {
				continue
			}
			s.variables[name.Name] = true
			if typ := spelled(v.Type); slices.Contains(stateful, typ) || strings.HasPrefix(typ, "atomic.") {
				s.fault(name, "%s holds state", name.Name)
			}
			if name.IsExported() && (isTable(v.Type) || i < len(v.Values) && isTableValue(v.Values[i])) {
				s.fault(name, "%s can be changed from outside of its package", name.Name)
			}
		}
	}
}

func isEmbedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed") })
}

// isTable reports whether a type is a map or a slice. An array is a table too: a
// variable of one can be assigned to.
func isTable(typ ast.Expr) bool {
	switch typ.(type) {
	case *ast.MapType, *ast.ArrayType:
		return true
	}
	return false
}

func isTableValue(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return isTable(e.Type)
	case *ast.CallExpr:
		return spelled(e.Fun) == "make" || isTable(e.Fun)
	}
	return false
}

// spelled returns a name or a selector of one as it is written.
func spelled(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return spelled(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return spelled(e.X)
	}
	return ""
}

// root returns the variable that an expression is a part of.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
