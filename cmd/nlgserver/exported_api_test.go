package main

import (
	"bufio"
	"bytes"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// libraries are the packages that other modules may import.
var libraries = []string{"nlgserver/httpapi", "nlgserver/nlg", "nlgserver/preview", "nlgserver/responses", "nlgserver/selector", "nlgserver/interpolate", "nlgserver/channels", "nlgserver/edit", "nlgserver/exchange", "nlgserver/desk"}

// TestExportedAPI checks that an importer can name every type of the exported
// API: none is internal, unless one of the packages exports an alias for it.
func TestExportedAPI(t *testing.T) {
	packages := exportedPackages(t, libraries)
	a := &apiCheck{nameable: map[*types.TypeName]bool{}, seen: map[types.Type]bool{}, found: map[string]bool{}}
	for _, p := range packages {
		for _, name := range p.Scope().Names() {
			if o, ok := p.Scope().Lookup(name).(*types.TypeName); ok && o.Exported() && o.IsAlias() {
				if named, ok := types.Unalias(o.Type()).(*types.Named); ok {
					a.nameable[named.Obj()] = true
				}
			}
		}
	}
	for _, p := range packages {
		for _, name := range p.Scope().Names() {
			if o := p.Scope().Lookup(name); o.Exported() {
				a.object(p.Path()+"."+name, o)
			}
		}
	}
	if len(a.seen) < 50 {
		t.Errorf("only %d types were checked", len(a.seen))
	}
	for what := range a.found {
		t.Error(what)
	}
}

// exportedPackages loads the export data of packages.
func exportedPackages(t *testing.T, paths []string) []*types.Package {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-deps", "-export", "-f", "{{.ImportPath}} {{.Export}}"}, paths...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		path, file, _ := strings.Cut(lines.Text(), " ")
		files[path] = file
	}
	load := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	var packages []*types.Package
	for _, path := range paths {
		p, err := load.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	return packages
}

// apiCheck walks the types of an exported API.
type apiCheck struct {
	nameable map[*types.TypeName]bool
	seen     map[types.Type]bool
	found    map[string]bool
}

func (a *apiCheck) object(where string, o types.Object) {
	if name, ok := o.(*types.TypeName); ok {
		if named, ok := types.Unalias(name.Type()).(*types.Named); ok {
			a.members(where, named)
			return
		}
	}
	a.use(where, o.Type())
}

// members checks the exported fields and methods of a type, and its type
// parameters.
func (a *apiCheck) members(where string, named *types.Named) {
	if a.seen[named] {
		return
	}
	a.seen[named] = true
	methods := types.NewMethodSet(types.NewPointer(named))
	for m := range methods.Methods() {
		if m.Obj().Exported() {
			a.use(where+"."+m.Obj().Name(), m.Type())
		}
	}
	a.use(where, named.Underlying())
}

// use checks a type where it appears in the API.
func (a *apiCheck) use(where string, t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		a.named(where, t)
	case *types.Pointer:
		a.use(where, t.Elem())
	case *types.Slice:
		a.use(where, t.Elem())
	case *types.Array:
		a.use(where, t.Elem())
	case *types.Chan:
		a.use(where, t.Elem())
	case *types.Map:
		a.use(where, t.Key())
		a.use(where, t.Elem())
	case *types.Signature:
		for v := range t.Params().Variables() {
			a.use(where, v.Type())
		}
		for v := range t.Results().Variables() {
			a.use(where, v.Type())
		}
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				a.use(where+"."+f.Name(), f.Type())
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			a.use(where+"."+m.Name(), m.Type())
		}
	}
}

func (a *apiCheck) named(where string, t *types.Named) {
	for arg := range t.TypeArgs().Types() {
		a.use(where, arg)
	}
	p := t.Obj().Pkg()
	if p == nil || !strings.HasPrefix(p.Path(), "nlgserver/") || !strings.Contains(p.Path()+"/", "/internal/") {
		return
	}
	if !a.nameable[t.Obj()] {
		a.found[fmt.Sprintf("%s shows %s, which an importer cannot name", where, t)] = true
		return
	}
	// An alias shows the members of the internal type too.
	a.members(p.Path()+"."+t.Obj().Name(), t)
}
