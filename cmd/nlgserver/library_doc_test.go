package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLibraryPage compiles and runs the programs of docs/library.md in a separate
// module.
func TestLibraryPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/library.md")
	if err != nil {
		t.Fatal(err)
	}
	fences := func(language string) [][][]byte {
		return regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllSubmatch(page, -1)
	}
	programs, printed := fences("go"), fences("text")
	if len(programs) < 2 || len(programs) != len(printed) {
		t.Fatalf("the page has %d programs, and says of %d what they print", len(programs), len(printed))
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	// The same versions as the project's, so that nothing is downloaded.
	mod := readFile(t, filepath.Join(root, "go.mod"))
	module := regexp.MustCompile(`(?m)^module (\S+)$`).FindStringSubmatch(mod)[1]
	mod = strings.Replace(mod, "module "+module, "module example.com/bot", 1) +
		"\nrequire " + module + " v0.0.0\n\nreplace " + module + " => " + root + "\n"
	for i, program := range programs {
		dir := t.TempDir()
		for name, text := range map[string]string{"go.mod": mod, "go.sum": readFile(t, filepath.Join(root, "go.sum")), "main.go": string(program[1])} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("go", "run", "-mod=mod", ".")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("program %d: %v\n%s", i+1, err, out)
		}
		if want := printed[i][1]; string(out) != string(want) {
			t.Errorf("program %d prints\n%s\nthe page says\n%s", i+1, out, want)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestRenameModule renames the module of a copy: every import is found, and
// none has the old path.
func TestRenameModule(t *testing.T) {
	if _, err := exec.LookPath("perl"); err != nil {
		t.Skip(err)
	}
	const path = "example.com/acme/bot.server"
	dir := t.TempDir()
	copyTree(t, dir, "../..")
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	old := strings.TrimSpace(run("go", "list", "-m"))
	run(filepath.Join(dir, "tools/rename-module"), path)
	// A package that is not found fails go list.
	imports := run("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}}`, "./...")
	if strings.Contains(" "+strings.ReplaceAll(imports, "\n", " "), " "+old+"/") {
		t.Errorf("the old path is left:\n%s", imports)
	}
	run("go", "build", "./nlg")
	for _, name := range []string{".golangci.yml", "docs/library.md"} {
		if left := regexp.MustCompile(`(?m)^.*(^|[\s"=\[])` + old + `/(nlg|internal|selector)\b.*$`).FindString(readFile(t, filepath.Join(dir, name))); left != "" {
			t.Errorf("%s has the old path: %s", name, left)
		}
	}
	for name, want := range map[string]string{
		"go.mod": "module " + path + "\n", "tools/go.mod": "module " + path + "/tools\n", "docs/library.md": `"` + path + `/nlg"`,
		".golangci.yml": "module-path: " + path, "cmd/nlgserver/check.go": `"` + path + `/nlg"`,
	} {
		if !strings.Contains(readFile(t, filepath.Join(dir, name)), want) {
			t.Errorf("%s has no %q", name, want)
		}
	}
}

// copyTree copies the project, without the files that a build does not need.
func copyTree(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == ".git" || name == "bin" || name == "testdata"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		case !d.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), data, info.Mode())
	})
	if err != nil {
		t.Fatal(err)
	}
}
