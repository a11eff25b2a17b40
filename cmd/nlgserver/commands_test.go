package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands returns every command that can be run, by its full name.
func commands() map[string]*cobra.Command {
	root := newRoot()
	root.InitDefaultCompletionCmd()
	out := map[string]*cobra.Command{}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Runnable() && cmd.Name() != "help" && !cmd.Hidden {
			out[cmd.CommandPath()] = cmd
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	for _, cmd := range root.Commands() {
		walk(cmd)
	}
	return out
}

// exitCodes returns the exit codes of each command; docs/cli.md shows them, and
// the scripts must show each one. Commands that read no content have fewer.
func exitCodes() map[string]string {
	const prints, reads = "0 1 2", "0 1 2 3"
	return map[string]string{
		"nlgserver serve": reads + " 4", "nlgserver desk": reads + " 4", "nlgserver hub": "0 2 3 4", "nlgserver preview": reads, "nlgserver validate": reads, "nlgserver test": reads,
		"nlgserver diff": reads, "nlgserver export-domain": reads, "nlgserver check-domain": reads,
		"nlgserver translate": "0 2", "nlgserver translate export": reads, "nlgserver translate import": reads, "nlgserver translate status": reads,
		"nlgserver config": "0 2", "nlgserver config check": reads, "nlgserver config show": reads, "nlgserver schema config": prints,
		"nlgserver release": "0 2", "nlgserver release publish": reads, "nlgserver release list": reads, "nlgserver release show": reads,
		"nlgserver release diff": reads, "nlgserver release pull": reads, "nlgserver release rollback": reads, "nlgserver release promote": reads,
		"nlgserver release abort": reads, "nlgserver release status": reads, "nlgserver release export": reads, "nlgserver release import": reads,
		"nlgserver release key": prints,
		"nlgserver list":        reads, "nlgserver search": reads, "nlgserver version": reads,
		"nlgserver init": prints, "nlgserver hash-password": prints, "nlgserver schema": prints, "nlgserver explain": prints, "nlgserver healthcheck": prints,
		"nlgserver completion bash": "0 2", "nlgserver completion zsh": "0 2",
		"nlgserver completion fish": "0 2", "nlgserver completion powershell": "0 2",
	}
}

// script is one command line of a script, with the checks after it.
type script struct {
	line string
	code string // of a line that prints its exit code
}

// scripts returns the lines of all scripts that run nlgserver.
func scripts(t *testing.T) []script {
	t.Helper()
	names, err := filepath.Glob("testdata/script/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	code := regexp.MustCompile(`^stdout '\^code (\d)\$'`)
	var out []script
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		commands, _, _ := strings.Cut(string(data), "\n-- ")
		for line := range strings.SplitSeq(commands, "\n") {
			switch m := code.FindStringSubmatch(line); {
			case strings.HasPrefix(line, "#"):
			case m != nil && len(out) > 0 && strings.Contains(out[len(out)-1].line, "code $?"):
				out[len(out)-1].code = m[1]
			case strings.HasPrefix(line, "start "): // and halt, which wants 0
				out = append(out, script{line: line, code: "0"})
			case strings.Contains(line, "nlgserver ") || strings.HasPrefix(line, "env NLG_"):
				out = append(out, script{line: line})
			}
		}
	}
	return out
}

// TestScriptsAreComplete checks that the scripts, which are the manual, show every
// command, every flag of every command, and every exit code of every command.
// Some flags of serve and healthcheck have an effect only on a running server: a Go
// test in this directory that uses them is enough.
func TestScriptsAreComplete(t *testing.T) {
	all := scripts(t)
	codes := exitCodes()
	for path, cmd := range commands() {
		typed := regexp.MustCompile(path + `([ ;]|$)`)
		uses := func(s script) bool { return typed.MatchString(s.line) }
		if !slices.ContainsFunc(all, uses) {
			t.Errorf("no script shows %s", path)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			named := regexp.MustCompile(`--` + f.Name + `\b`)
			shows := func(s script) bool { return uses(s) && named.MatchString(s.line) }
			shown := slices.ContainsFunc(all, shows) || isServer(cmd) && inGoTest(t, named)
			if f.Name != "help" && !f.Hidden && !shown {
				t.Errorf("no script shows %s --%s", path, f.Name)
			}
		})
		want, known := codes[path]
		if !known {
			t.Errorf("%s is missing in exitCodes", path)
		}
		for code := range strings.FieldsSeq(want) {
			ends := func(s script) bool { return uses(s) && s.code == code }
			if !slices.ContainsFunc(all, ends) && !strings.HasPrefix(path, "nlgserver completion") {
				t.Errorf("no script shows that %s ends with %s", path, code)
			}
		}
	}
	for path := range codes {
		if commands()[path] == nil {
			t.Errorf("the command %s no longer exists", path)
		}
	}
}

func isServer(cmd *cobra.Command) bool { return cmd.Name() == "serve" || cmd.Name() == "healthcheck" }

// inGoTest reports whether a Go test of this directory gives the flag.
func inGoTest(t *testing.T, named *regexp.Regexp) bool {
	t.Helper()
	names, _ := filepath.Glob("*_test.go")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if named.Match(data) {
			return true
		}
	}
	return false
}
