package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
)

const ciExamples = "../../examples/ci"

// TestCIExamples runs every command of the CI examples, in the order written, in
// a repository with the layout of the examples.
func TestCIExamples(t *testing.T) {
	for _, tool := range []string{"sh", "git", "nlgserver"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("the examples need", tool)
		}
	}
	for name, c := range map[string]struct {
		commands func(t *testing.T, root *yamlsrc.Node) []string
		atLeast  int
	}{
		"github-workflow.yml":    {githubCommands, 4},
		"gitlab-ci.yml":          {gitlabCommands, 4},
		"pre-commit-config.yaml": {preCommitCommands, 3},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(ciExamples, name))
			if err != nil {
				t.Fatal(err)
			}
			doc, diags := yamlsrc.Parse(name, data, yamlsrc.Options{Lenient: true})
			for _, d := range diags {
				if d.Code != diag.UnsetVariable { // GitHub's own ${{ … }}
					t.Fatal(diags)
				}
			}
			dir := ciRepository(t)
			commands := c.commands(t, doc.Root)
			if len(commands) < c.atLeast {
				t.Errorf("only %d commands run nlgserver: %q", len(commands), commands)
			}
			for _, command := range commands {
				cmd := exec.Command("sh", "-e", "-c", command)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "GITHUB_BASE_REF=main", "GITHUB_STEP_SUMMARY=summary.md", "CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD")
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%s: %v\n%s", command, err, out)
				}
			}
			if now, err := os.ReadFile(filepath.Join(dir, "rasa/domain/domain.yml")); err != nil || string(now) != ownDomain {
				t.Errorf("the commands changed Rasa's own domain: %s, %v", now, err)
			}
			for _, report := range []string{"summary.md", "responses.md"} {
				if text, err := os.ReadFile(filepath.Join(dir, report)); err == nil && !strings.Contains(string(text), "utter\\_greet: changed") {
					t.Errorf("%s does not mention the change:\n%s", report, text)
				}
			}
		})
	}
}

// ownDomain is a domain that nobody but its author may change.
const ownDomain = "version: \"3.1\"\nintents: [greet]\n"

// ciRepository makes a repository with the demo assistant in content/, Rasa's
// domain in rasa/domain/, and a change that is not committed.
func ciRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, command := range []string{
		"nlgserver init content",
		"mkdir -p rasa/domain && nlgserver export-domain content --out rasa/domain/nlgserver-responses.yml",
		"printf '%s' '" + ownDomain + "' > rasa/domain/domain.yml",
		"git init --quiet && git add --all",
		"git -c user.name=A -c user.email=a@b.example commit --quiet --message first",
		"git update-ref refs/remotes/origin/main HEAD",
		"sed -i.bak 's/What can I do for you?/How can I help?/' content/responses.yml && rm content/*.bak",
		"nlgserver test content --update",
	} {
		cmd := exec.Command("sh", "-e", "-c", command)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
	}
	return dir
}

func textAt(n *yamlsrc.Node, key string) string {
	if n = n.Get(key); n == nil {
		return ""
	}
	text, _ := n.Value.Text()
	return text
}

// onlyOurs keeps the commands that run nlgserver.
func onlyOurs(commands []string) []string {
	var out []string
	for _, c := range commands {
		if strings.HasPrefix(c, "nlgserver ") {
			out = append(out, c)
		}
	}
	return out
}

func githubCommands(t *testing.T, root *yamlsrc.Node) []string {
	t.Helper()
	var out []string
	for _, step := range root.Get("jobs").Get("responses").Get("steps").Items {
		out = append(out, textAt(step, "run"))
	}
	return onlyOurs(out)
}

func gitlabCommands(t *testing.T, root *yamlsrc.Node) []string {
	t.Helper()
	var out []string
	for _, line := range root.Get("responses").Get("script").Items {
		text, _ := line.Value.Text()
		out = append(out, text)
	}
	return onlyOurs(out)
}

func preCommitCommands(t *testing.T, root *yamlsrc.Node) []string {
	t.Helper()
	var out []string
	for _, repo := range root.Get("repos").Items {
		for _, hook := range repo.Get("hooks").Items {
			if textAt(hook, "language") != "system" || textAt(hook, "files") != "^content/" {
				t.Error(fmt.Sprint("not a hook for the content: ", textAt(hook, "id")))
			}
			out = append(out, textAt(hook, "entry"))
		}
	}
	return onlyOurs(out)
}
