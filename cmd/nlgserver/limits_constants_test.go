package main

import (
	"go/ast"
	gobuild "go/build"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// sourceConstant is a constant of the product, whatever may import it.
type sourceConstant struct {
	doc        string
	value      constant.Value
	isDuration bool
	// isEnum is set for a constant of another named type: it stands for something.
	isEnum bool
	// code is the value of a code of a problem document.
	code string
}

// A constant is a bound if its name or its comment says so.
var (
	boundName    = regexp.MustCompile(`^(default|least)?(?i:max|most|longest|deepest|limit)|^Default[A-Z]|Timeout$`)
	boundComment = regexp.MustCompile(`\b([bB]ounds?|[lL]imits|at most)\b`)
)

func (c *sourceConstant) isBound(name string) bool {
	return !c.isEnum && c.value.Kind() == constant.Int &&
		(boundName.MatchString(name[strings.LastIndex(name, ".")+1:]) || boundComment.MatchString(c.doc))
}

// constantsIn returns the constants of all packages below a directory by
// DIRECTORY.NAME, and by DIRECTORY.FUNC.NAME within a function. Most are not exported,
// so they are read from the source.
func constantsIn(t *testing.T, root string) map[string]*sourceConstant {
	t.Helper()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(mod), "\n")
	s := &constantReader{
		root: root, module: strings.TrimPrefix(first, "module "), files: token.NewFileSet(),
		packages: map[string]*types.Package{"time": timePackage()}, found: map[string]*sourceConstant{},
	}
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		dir, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		switch dir = filepath.ToSlash(dir); {
		case dir != "." && strings.HasPrefix(d.Name(), "."), d.Name() == "testdata", dir == "bench", dir == "tools", dir == "deploy", dir == "examples":
			return fs.SkipDir
		}
		_, err = s.Import(path.Join(s.module, dir))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.found
}

// constantReader type-checks packages as far as constants need it. Of other modules it
// knows only the units of time.
type constantReader struct {
	root, module string
	files        *token.FileSet
	packages     map[string]*types.Package
	found        map[string]*sourceConstant
}

// Import implements [types.Importer].
func (s *constantReader) Import(name string) (*types.Package, error) {
	if p := s.packages[name]; p != nil {
		return p, nil
	}
	dir, ours := strings.CutPrefix(name, s.module)
	if !ours || dir != "" && dir[0] != '/' {
		p := types.NewPackage(name, path.Base(name))
		p.MarkComplete()
		s.packages[name] = p
		return p, nil
	}
	dir = strings.TrimPrefix(dir, "/")
	parsed, err := s.parse(dir)
	if err != nil {
		return nil, err
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	cfg := types.Config{Importer: s, Error: func(error) {}} // what is not known is no constant
	p, _ := cfg.Check(name, s.files, parsed, info)
	s.packages[name] = p
	for _, f := range parsed {
		s.collect(dir, f, info)
	}
	return p, nil
}

func (s *constantReader) parse(dir string) ([]*ast.File, error) {
	full := filepath.Join(s.root, filepath.FromSlash(dir))
	names, err := filepath.Glob(filepath.Join(full, "*.go"))
	if err != nil {
		return nil, err
	}
	var parsed []*ast.File
	for _, name := range names {
		if match, err := gobuild.Default.MatchFile(full, filepath.Base(name)); err != nil || !match || strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(s.files, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	return parsed, nil
}

// collect adds the constants of a file.
func (s *constantReader) collect(dir string, f *ast.File, info *types.Info) {
	for _, decl := range f.Decls {
		prefix := dir + "."
		if fn, ok := decl.(*ast.FuncDecl); ok {
			prefix += fn.Name.Name + "."
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			group, ok := n.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				return true
			}
			doc := group.Doc.Text()
			for _, spec := range group.Specs {
				spec := spec.(*ast.ValueSpec)
				// A comment is about the constants up to the next one.
				if spec.Doc != nil {
					doc = spec.Doc.Text()
				}
				for _, name := range spec.Names {
					c, ok := info.Defs[name].(*types.Const)
					if !ok || c.Val().Kind() == constant.Unknown {
						continue
					}
					found := &sourceConstant{doc: doc + spec.Comment.Text(), value: c.Val()}
					switch name := types.TypeString(c.Type(), nil); name {
					case "time.Duration":
						found.isDuration = true
					case s.module + "/httpapi.Code", s.module + "/desk.code", s.module + "/release/hub.code":
						found.code = constant.StringVal(c.Val())
					default:
						_, found.isEnum = c.Type().(*types.Named)
					}
					s.found[prefix+name.Name] = found
				}
			}
			return true
		})
	}
}

// timePackage returns the part of package time that constants use.
func timePackage() *types.Package {
	p := types.NewPackage("time", "time")
	name := types.NewTypeName(token.NoPos, p, "Duration", nil)
	duration := types.NewNamed(name, types.Typ[types.Int64], nil)
	p.Scope().Insert(name)
	for unit, value := range map[string]time.Duration{
		"Nanosecond": time.Nanosecond, "Microsecond": time.Microsecond,
		"Millisecond": time.Millisecond, "Second": time.Second, "Minute": time.Minute, "Hour": time.Hour,
	} {
		p.Scope().Insert(types.NewConst(token.NoPos, p, unit, duration, constant.MakeInt64(int64(value))))
	}
	p.MarkComplete()
	return p
}
